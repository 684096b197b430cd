package io.github.azuremonitor.appender.tools.input;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What Spring adds to a file of Logback or Log4j2: profiles and properties from the application's file next to it. */
final class SpringContext {
    private static final List<String> BESIDE = List.of("application.properties", "application.yaml", "application.yml");

    private final Path file;
    private final ConfigEnvironment around;
    private final Consumer<String> remarks;
    private @Nullable SpringFile application;

    /** @param remarks what the user has to know */
    SpringContext(Path file, ConfigEnvironment around, Consumer<String> remarks) {
        this.file = file;
        this.around = around;
        this.remarks = remarks;
    }

    boolean match(String profiles) throws BadInput {
        Profiles active = application().profiles();
        if (around.profiles().isEmpty()) {
            remarks.accept(
                    "the file asks for Spring's profiles; active here: " + active + "; name others with --profile");
        }
        return active.match(profiles);
    }

    @Nullable String property(String name) throws BadInput {
        return application().property(name);
    }

    private SpringFile application() throws BadInput {
        SpringFile known = application;
        if (known == null) {
            Path given = around.spring();
            for (String name : BESIDE) {
                Path beside = file.resolveSibling(name);
                given = given == null && Files.isRegularFile(beside) ? beside : given;
            }
            known = new SpringFile(around);
            if (given == null) {
                known.passedOver(null);
            } else {
                known.read(given);
            }
            known.remarks().forEach(remarks);
            application = known;
        }
        return known;
    }
}
