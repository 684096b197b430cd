package io.github.azuremonitor.appender.common.pipeline;

import java.lang.management.ManagementFactory;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The only class that needs the module java.management, which a runtime image may lack. */
final class PlatformBeans {
    private static final int MOST_COPIES = 1000;

    private PlatformBeans() {}

    /**
     * Registers a pipeline with the JVM's MBean server. Each copy of the library counts its pipelines from 1: if the
     * name is taken, it gets a {@code copy} number.
     *
     * @return a task that removes it; never throws
     */
    static Runnable register(PipelineView view, int number, String dcr) throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (int copy = 1; ; copy++) {
            var name = new ObjectName("io.github.azuremonitor.appender:type=Pipeline,id=" + number + ",dcr=" + dcr
                    + (copy == 1 ? "" : ",copy=" + copy));
            try {
                ObjectName registered = server.registerMBean(view, name).getObjectName();
                return () -> remove(server, registered);
            } catch (InstanceAlreadyExistsException taken) {
                if (copy == MOST_COPIES) {
                    throw taken;
                }
            }
        }
    }

    private static void remove(MBeanServer server, ObjectName name) {
        try {
            server.unregisterMBean(name);
        } catch (JMException | RuntimeException gone) {
            // Someone else removed it.
        }
    }
}
