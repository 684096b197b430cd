package io.github.azuremonitor.appender.common.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class EarlyClassesTest {
    private static final String LIBRARY = "io.github.azuremonitor.appender.common.";

    @Test
    void aClassThatHasSomethingToInitialiseIsUsedBeforeTheHeapMayBeFull() throws Exception {
        Set<String> listed = new TreeSet<>();
        EarlyClasses.NAMES.forEach(
                (name, classes) -> List.of(classes.split(" ", -1)).forEach(each -> listed.add(name + "." + each)));

        Path library = Path.of(EarlyClasses.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve(LIBRARY.replace('.', '/'));
        Set<String> found = new TreeSet<>();
        for (String stage : EarlyClasses.NAMES.keySet()) {
            Path folder = library.resolve(stage.replace('.', '/'));
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.class")) {
                for (Path file : files) {
                    String name = file.getFileName().toString().replace(".class", "");
                    Path outermost = folder.resolve(name.replaceAll("\\$.*", "") + ".class");
                    // The constant pool holds the names of methods and of types as they are.
                    if (text(file).contains("<clinit>")
                            && !needsAzureIdentity(text(file))
                            && !needsAzureIdentity(text(outermost))) {
                        found.add(stage + "." + name);
                    }
                }
            }
        }

        assertThat(listed)
                .as("classes in EarlyClasses, and those that have a static initialiser")
                .isEqualTo(found);
    }

    @Test
    void aFullHeapIsWaitedForSinceAClassThatMeetsItStaysBroken() {
        List<String> initialised = new ArrayList<>();
        IntFunction<byte[]> full = bytes -> {
            if (initialised.size() == 3) {
                throw new OutOfMemoryError("the heap is full");
            }
            return new byte[bytes];
        };

        assertThat(EarlyClasses.initialise(full, initialised::add)).isFalse();
        assertThat(initialised).as("those for which there was memory").hasSize(3);

        assertThat(EarlyClasses.initialise(byte[]::new, initialised::add)).isTrue();
        assertThat(initialised).contains(LIBRARY + "send.ConnectionFailure");
    }

    private static String text(Path classFile) throws IOException {
        return Files.readString(classFile, StandardCharsets.ISO_8859_1);
    }

    private static boolean needsAzureIdentity(String classFile) {
        return classFile.contains("com/azure/") || classFile.contains("com/microsoft/");
    }
}
