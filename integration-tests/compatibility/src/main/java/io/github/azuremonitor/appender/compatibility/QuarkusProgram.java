package io.github.azuremonitor.appender.compatibility;

import java.lang.reflect.Method;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.jboss.logmanager.MDC;

/** Calls the bean of the snippet as Quarkus would, and logs through Quarkus' log manager. */
public final class QuarkusProgram {
    private QuarkusProgram() {}

    /** No arguments. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        Class<?> event = Class.forName("io.quarkus.runtime.StartupEvent");
        Class<?> bean = Class.forName("com.example.quarkus.AzureMonitorLogging");
        Method start = bean.getDeclaredMethod("start", event);
        start.setAccessible(true);
        start.invoke(bean.getConstructor().newInstance(), event.getConstructor().newInstance());
        System.out.println(
                "log manager " + LogManager.getLogManager().getClass().getName());

        MDC.put("orderId", "4711");
        Logger log = Logger.getLogger("com.example.Orders");
        log.log(Level.SEVERE, "payment failed", new IllegalStateException("card refused"));
        MDC.remove("orderId");
        log.info("bye");
    }
}
