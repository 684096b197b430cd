package io.github.azuremonitor.appender.emulator;

import io.github.azuremonitor.appender.emulator.ingest.Mode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The emulator as a process: runs until it is killed. */
@Command(name = "logs-emulator", description = "A local Azure Monitor Logs Ingestion API.", showDefaultValues = true)
public final class Main implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this.")
    @SuppressWarnings("UnusedVariable") // picocli looks at the annotation only
    private boolean help;

    @Option(names = "--bind", description = "Address to listen on.")
    private String bind = "127.0.0.1";

    @Option(
            names = "--host",
            paramLabel = "NAME",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            description = "Name by which other machines call it, for printed addresses and the certificate.")
    private @Nullable String host;

    @Option(names = "--http-port", description = "Port of HTTP, 0 for any free one.")
    private int httpPort = 8088;

    @Option(names = "--https-port", description = "Port of HTTPS, 0 for any free one.")
    private int httpsPort = 8443;

    @Option(names = "--no-https", description = "HTTP only.")
    private boolean noHttps;

    @Option(
            names = "--tls-dir",
            description = "Directory of the certificate, generated there at first start. A temporary one if left out.")
    private @Nullable Path tlsDir;

    @Option(
            names = "--dcr",
            paramLabel = "FILE",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            description = "Rule as JSON, exported or an ARM template; repeatable. A standard one if left out.")
    private List<Path> dcr = List.of();

    @Option(names = "--mode", description = "strict answers 400 to unreadable bodies, lenient 204 as the real service.")
    private String mode = "strict";

    @Option(names = "--no-token", description = "Ask for no token.")
    private boolean noToken;

    @Option(names = "--client-secret", description = "Secret of the app registration; a random one if left out.")
    private @Nullable String clientSecret;

    @Option(names = "--count-only", description = "Verify and count rows, but keep none.")
    private boolean countOnly;

    @Option(names = "--count-by", paramLabel = "COLUMN", description = "Find duplicates by this column.")
    private @Nullable String countBy;

    @Option(names = "--enforce-quota", description = "Answer 429 beyond 12,000 requests or 2 GB a minute and rule.")
    private boolean enforceQuota;

    @Option(names = "--print-env", description = "Print the environment to use as shell commands, and nothing else.")
    private boolean printEnv;

    @Option(
            names = "--env-file",
            paramLabel = "FILE",
            description = "Write that environment to a file once all is ready.")
    private @Nullable Path envFile;

    @Option(
            names = "--container-env-file",
            paramLabel = "FILE",
            description = "Write the environment of an application on another machine, for docker run --env-file.")
    private @Nullable Path containerEnvFile;

    private Main() {}

    /** Starts the process. */
    public static void main(String[] args) {
        if (System.getProperty("slf4j.internal.verbosity") == null) {
            System.setProperty("slf4j.internal.verbosity", "ERROR"); // no word about there being no log
        }
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        LogsEmulator emulator = settings().start();
        Environment environment = new Environment(emulator, !noHttps);
        PrintWriter out = commandLine().getOut();
        write(containerEnvFile, environment.containerFile());
        out.print(printEnv ? environment.exports() : environment.description());
        out.flush();
        write(envFile, environment.exports());
        CountDownLatch killed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(killed::countDown, "logs-emulator-end"));
        killed.await();
        emulator.close();
        return 0;
    }

    /** Whoever sees the file sees all of it. */
    private static void write(@Nullable Path file, String text) throws IOException {
        if (file != null) {
            Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private LogsEmulatorBuilder settings() {
        LogsEmulatorBuilder settings = LogsEmulator.builder()
                .bindAddress(bind)
                .httpPort(httpPort)
                .mode(mode())
                .requireToken(!noToken)
                .keepRows(!countOnly);
        dcr.forEach(settings::dcr);
        if (host != null) {
            named(settings, host);
        }
        if (!noHttps) {
            settings.httpsPort(httpsPort);
            if (tlsDir != null) {
                settings.withHttps(tlsDir);
            }
        }
        if (clientSecret != null) {
            settings.clientSecret(clientSecret);
        }
        if (countBy != null) {
            settings.countBy(countBy);
        }
        return enforceQuota ? settings.enforceQuota() : settings;
    }

    private void named(LogsEmulatorBuilder settings, String name) {
        if (!noHttps && tlsDir == null) {
            throw new CommandLine.ParameterException(
                    commandLine(), "--host needs --tls-dir, where a certificate with that name is kept, or --no-https");
        }
        try {
            settings.hostName(name);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(commandLine(), "--host: " + e.getMessage(), e);
        }
    }

    private Mode mode() {
        try {
            return Mode.valueOf(mode.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(commandLine(), "--mode is strict or lenient, not " + mode, e);
        }
    }

    private CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("picocli has not filled in the command");
        }
        return spec.commandLine();
    }
}
