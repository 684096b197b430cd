package io.github.azuremonitor.appender.tools.cost;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.github.azuremonitor.appender.tools.input.BadInput;
import java.io.IOException;
import java.net.MalformedURLException;
import java.util.regex.Pattern;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which running application is asked. */
final class RunningOptions {
    private static final Pattern PID = Pattern.compile("[1-9][0-9]{0,8}");
    private static final Pattern HOST_AND_PORT = Pattern.compile("[^\\s/]+:[0-9]{1,5}");

    @Option(
            names = "--pid",
            paramLabel = "PID",
            description =
                    "A running application of this machine and user, asked by JMX; needs a JDK, but no port there.")
    private @Nullable String pid;

    @Option(
            names = "--jmx",
            paramLabel = "HOST:PORT",
            description = "A running application whose JMX is open at that port, or a whole service:jmx: URL.")
    private @Nullable String jmx;

    boolean isAsked() {
        return pid != null || jmx != null;
    }

    /** What the application counts. */
    @SuppressWarnings("BanJNDI") // the address is that of the user's own application
    Measured measured() throws BadInput {
        if (pid != null && jmx != null) {
            throw new BadInput("--pid and --jmx name one application twice; leave one out");
        }
        String application = pid != null ? "--pid: " + pid : "--jmx: " + jmx;
        JMXServiceURL url = pid != null ? ofProcess(pid) : ofAddress(String.valueOf(jmx));
        try (JMXConnector connection = JMXConnectorFactory.connect(url)) {
            return new RunningRows(connection.getMBeanServerConnection(), application).measured();
        } catch (IOException | SecurityException e) {
            throw new BadInput(
                    application + ": does not answer to JMX (" + oneLine(e)
                            + "); check that it runs, and that it was started with com.sun.management.jmxremote.port, or use --pid");
        }
    }

    private static JMXServiceURL ofProcess(String pid) throws BadInput {
        if (!PID.matcher(pid).matches()) {
            throw new BadInput("--pid: '" + pid + "' is no number of a process; jps lists those of Java");
        }
        try {
            VirtualMachine machine = VirtualMachine.attach(pid);
            try {
                return new JMXServiceURL(machine.startLocalManagementAgent());
            } finally {
                machine.detach();
            }
        } catch (LinkageError noAttach) {
            throw new BadInput("--pid: needs the java of a JDK to run the tools; with this one use --jmx");
        } catch (AttachNotSupportedException | IOException e) {
            throw new BadInput("--pid: " + pid + " cannot be asked (" + oneLine(e)
                    + "); it must be a running Java application of the same user on this machine, see jps");
        }
    }

    private static JMXServiceURL ofAddress(String jmx) throws BadInput {
        try {
            if (jmx.startsWith("service:jmx:")) {
                return new JMXServiceURL(jmx);
            }
            if (HOST_AND_PORT.matcher(jmx).matches()) {
                return new JMXServiceURL("service:jmx:rmi:///jndi/rmi://" + jmx + "/jmxrmi");
            }
        } catch (MalformedURLException e) {
            // Said below.
        }
        throw new BadInput("--jmx: '" + jmx + "' is neither HOST:PORT nor a service:jmx: URL");
    }

    private static String oneLine(Exception e) {
        return String.valueOf(e.getMessage() == null ? e : e.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .strip();
    }
}
