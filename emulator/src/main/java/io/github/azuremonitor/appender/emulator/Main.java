package io.github.azuremonitor.appender.emulator;

import io.github.azuremonitor.appender.emulator.fault.FaultWord;
import io.github.azuremonitor.appender.emulator.files.FileFault;
import io.github.azuremonitor.appender.emulator.files.ReadyFile;
import io.github.azuremonitor.appender.emulator.http.CannotListenException;
import io.github.azuremonitor.appender.emulator.ingest.Mode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The emulator as a process, which runs until it is killed. */
@Command(name = "logs-emulator", description = "A local Azure Monitor Logs Ingestion API.", showDefaultValues = true)
public final class Main implements Callable<Integer> {
    private static final int HELP_WIDTH = 120;
    private static final String OTHER_PORT = "; end what listens there, or choose another port, 0 for any free one";

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

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            converter = Numbers.Port.class,
            description = "Port of HTTP, 0 for any free one.")
    private int httpPort = 8088;

    @Option(
            names = "--https-port",
            paramLabel = "PORT",
            converter = Numbers.Port.class,
            description = "Port of HTTPS, 0 for any free one.")
    private int httpsPort = 8443;

    @Option(names = "--no-https", description = "HTTP only.")
    private boolean noHttps;

    @Option(
            names = "--tls-dir",
            paramLabel = "DIR",
            description = "Directory of the certificate, generated there at first start. A temporary one if left out.")
    private @Nullable Path tlsDir;

    @Option(
            names = "--dcr",
            paramLabel = "FILE",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            description =
                    "Rules as JSON: exported, shown by az, or an ARM template; repeatable. A standard one if left out.")
    private List<Path> dcr = List.of();

    @Option(
            names = "--rules",
            paramLabel = "DIR",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            description = "Folder with rules, tables and saved queries as *.json, and functions as *.kql; repeatable."
                    + " Changes are seen without a restart.")
    private List<Path> rules = List.of();

    @Option(names = "--mode", description = "strict answers 400 to unreadable bodies, lenient 204 as the real service.")
    private String mode = "strict";

    @Option(names = "--no-token", description = "Ask for no token.")
    private boolean noToken;

    @Option(names = "--client-secret", description = "Secret of the app registration, in place of the usual one.")
    private @Nullable String clientSecret;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description =
                    "Directory for what outlives a restart: rows, the certificate, what was put, and a folder rules as of --rules.")
    private @Nullable Path state;

    @Option(
            names = "--random-identity",
            description = "Tenant, application, secret and identity header that no other start has.")
    private boolean randomIdentity;

    @Option(
            names = "--row-memory",
            paramLabel = "MB",
            converter = Numbers.Megabytes.class,
            description =
                    "Bodies that are kept for their rows; beyond it the oldest go. A quarter of the heap if left out.")
    private @Nullable Integer rowMemory;

    @Option(
            names = "--requests",
            paramLabel = "N",
            converter = Numbers.Count.class,
            description =
                    "The newest requests that are remembered. As many as fit into a sixteenth of the heap if left out.")
    private @Nullable Integer requests;

    @Option(names = "--count-only", description = "Verify and count rows, but keep none.")
    private boolean countOnly;

    @Option(names = "--count-by", paramLabel = "COLUMN", description = "Find duplicates by this column.")
    private @Nullable String countBy;

    @Option(names = "--enforce-quota", description = "Answer 429 beyond 12,000 requests or 2 GB a minute and rule.")
    private boolean enforceQuota;

    @Option(names = "--quiet", description = "No line for each request.")
    private boolean quiet;

    @Option(names = "--print-env", description = "Print the environment to use as shell commands, and nothing else.")
    private boolean printEnv;

    @Option(
            names = "--env-file",
            paramLabel = "FILE",
            description = "A file with that environment, which is there while all is ready and at no other time.")
    private @Nullable Path envFile;

    @Option(
            names = "--container-env-file",
            paramLabel = "FILE",
            description = "The same for an application on another machine, as docker run --env-file reads it.")
    private @Nullable Path containerEnvFile;

    @Option(
            names = "--health",
            description =
                    "Ask the emulator that runs on --http-port of this machine whether it is ready, and end: with 0 if"
                            + " it is, else with 1. For the health check of a container.")
    private boolean health;

    private Main() {}

    /** Starts the process. */
    public static void main(String[] args) {
        if (System.getProperty("slf4j.internal.verbosity") == null) {
            System.setProperty("slf4j.internal.verbosity", "ERROR"); // no word about there being no log
        }
        System.exit(command().execute(args));
    }

    /** The command with its options; a test runs it, too. */
    static CommandLine command() {
        CommandLine command = new CommandLine(new Main()).setParameterExceptionHandler(Mistakes::tell);
        command.getCommandSpec().usageMessage().width(HELP_WIDTH).footer(faults());
        return command;
    }

    private static String[] faults() {
        Stream<String> how = Stream.of(
                "",
                "Faults: POST /faults?kind=KIND&count=N arms one for the next N requests, count=always for all of them;",
                "&stream=NAME for one stream, &on=token for the token endpoints. DELETE /faults ends all. KIND is",
                "");
        Stream<String> kinds = Arrays.stream(FaultWord.values())
                .map(fault -> "  %-20s  %s".formatted(fault.word(), fault.description()));
        return Stream.concat(how, kinds).toArray(String[]::new);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (health) {
            return HealthRoute.isReady(httpPort) ? 0 : 1;
        }
        // First of all: a file of an earlier run must not signal that this one is ready.
        ReadyFile containerReady = cleared("--container-env-file", containerEnvFile);
        ReadyFile ready = cleared("--env-file", envFile);
        LogsEmulator emulator = started();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> end(emulator, ready, containerReady), "logs-emulator-end"));
        Environment environment = new Environment(emulator, !noHttps);
        write("--container-env-file", containerReady, environment.containerFile());
        PrintWriter out = commandLine().getOut();
        out.print(printEnv ? environment.exports() : environment.description());
        out.flush();
        write("--env-file", ready, environment.exports());
        new CountDownLatch(1).await(); // until the process is killed
        return 0;
    }

    private LogsEmulator started() {
        try {
            return settings().start();
        } catch (IllegalArgumentException e) {
            throw mistake("--dcr:", String.valueOf(e.getMessage()), e); // two rules with one id
        } catch (CannotListenException e) {
            throw switch (e.setting()) {
                case BIND_ADDRESS ->
                    mistake(
                            "--bind",
                            e.getMessage() + "; 127.0.0.1 is this machine only, 0.0.0.0 all its addresses",
                            e);
                case HTTP_PORT -> mistake("--http-port", e.getMessage() + OTHER_PORT, e);
                case HTTPS_PORT -> mistake("--https-port", e.getMessage() + OTHER_PORT, e);
            };
        } catch (UncheckedIOException e) {
            throw mistake("--tls-dir:", e.getMessage() + "; --no-https does without", e);
        }
    }

    private static void end(LogsEmulator emulator, @Nullable ReadyFile... files) {
        for (ReadyFile file : files) {
            if (file != null) {
                file.remove();
            }
        }
        emulator.close();
    }

    private @Nullable ReadyFile cleared(String option, @Nullable Path file) {
        try {
            return file == null ? null : ReadyFile.cleared(file);
        } catch (IOException e) {
            throw mistake(option, "cannot be written: " + FileFault.reason(e), e);
        }
    }

    private void write(String option, @Nullable ReadyFile file, String text) {
        try {
            if (file != null) {
                file.write(text);
            }
        } catch (IOException e) {
            throw mistake(option, "cannot be written: " + FileFault.reason(e), e);
        }
    }

    private LogsEmulatorBuilder settings() {
        LogsEmulatorBuilder settings = LogsEmulator.builder()
                .bindAddress(bind)
                .httpPort(httpPort)
                .mode(mode())
                .requireToken(!noToken)
                .keepRows(!countOnly);
        dcr.forEach(file -> step("--dcr", () -> settings.dcr(file)));
        rules.forEach(folder -> step("--rules", () -> settings.definitions(folder)));
        if (state != null) {
            Path directory = state;
            step("--state", () -> settings.state(directory));
        }
        if (host != null) {
            named(settings, host);
        }
        if (!noHttps) {
            if (httpsPort == httpPort && httpPort != 0) {
                throw mistake("--https-port", "is " + httpsPort + " as --http-port; give it another one", null);
            }
            settings.httpsPort(httpsPort);
            if (tlsDirectory() != null) {
                settings.withHttps(tlsDirectory());
            }
        }
        if (clientSecret != null) {
            settings.clientSecret(secret(clientSecret));
        }
        if (!quiet && !printEnv) {
            settings.onRequest(new RequestLines(commandLine().getOut()));
        }
        if (!randomIdentity) {
            settings.fixedIdentity();
        }
        if (rowMemory != null) {
            settings.mostRowBytes((long) rowMemory << 20);
        }
        if (requests != null) {
            settings.mostRequests(requests);
        }
        if (countBy != null) {
            settings.countBy(countBy);
        }
        return enforceQuota ? settings.enforceQuota() : settings;
    }

    private @Nullable Path tlsDirectory() {
        return tlsDir == null && state != null ? state.resolve("tls") : tlsDir;
    }

    private void named(LogsEmulatorBuilder settings, String name) {
        if (!noHttps && tlsDirectory() == null) {
            throw mistake("--host", "needs --tls-dir, where a certificate with that name is kept, or --no-https", null);
        }
        step("--host", () -> settings.hostName(name));
    }

    private String secret(String text) {
        if (text.isBlank() || text.chars().anyMatch(Character::isISOControl)) {
            throw mistake("--client-secret", "is blank or has a line break; leave it out for the usual one", null);
        }
        return text;
    }

    private Mode mode() {
        try {
            return Mode.valueOf(mode.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw mistake("--mode", "is strict or lenient, not " + mode, e);
        }
    }

    /** A step that fails because of one option's value. */
    private <T> T step(String option, Supplier<T> step) {
        try {
            return step.get();
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw mistake(option + ":", String.valueOf(e.getMessage()), e);
        }
    }

    private ParameterException mistake(String option, String message, @Nullable Exception cause) {
        return new ParameterException(commandLine(), option + " " + message, cause);
    }

    private CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("picocli has not filled in the command");
        }
        return spec.commandLine();
    }
}
