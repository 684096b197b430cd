package io.github.azuremonitor.appender.compatibility;

import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;

/** A Tomcat that takes applications in, and out again, and goes on. */
public final class TomcatProgram {
    private static final long PATIENCE_NANOS = Duration.ofMinutes(2).toNanos();

    private TomcatProgram() {}

    /** Arguments: unpacked wars. */
    public static void main(String[] arguments) throws LifecycleException {
        var tomcat = new Tomcat();
        tomcat.setBaseDir(new File(arguments[0]).getParent());
        tomcat.start(); // no connector: nobody calls
        var loaders = new ArrayList<ClassLoader>();
        for (int i = 1; i <= 2; i++) {
            for (String folder : arguments) {
                tomcat.getHost().addChild(application(folder));
            }
            for (Container shop : tomcat.getHost().findChildren()) {
                System.out.println("started " + shop.getName());
                loaders.add(((Context) shop).getLoader().getClassLoader());
                tomcat.getHost().removeChild(shop);
            }
        }
        System.out.println("left " + threadsOf(loaders));
        tomcat.stop();
    }

    private static Context application(String folder) {
        var context = new StandardContext();
        context.setPath("/" + new File(folder).getName());
        context.setDocBase(folder);
        var config = new ContextConfig();
        config.setDefaultWebXml("org/apache/catalina/startup/NO_DEFAULT_XML");
        context.addLifecycleListener(config);
        return context;
    }

    /** Threads that keep an application's classes alive, once those are gone that need a moment for it. */
    private static List<String> threadsOf(List<ClassLoader> loaders) {
        long start = System.nanoTime();
        while (true) {
            List<String> threads = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.isAlive()
                            && (loaders.contains(thread.getContextClassLoader())
                                    || loaders.contains(thread.getClass().getClassLoader())))
                    .filter(thread -> thread != Thread.currentThread())
                    .map(Thread::getName)
                    .sorted()
                    .toList();
            if (threads.isEmpty() || System.nanoTime() - start > PATIENCE_NANOS) {
                return threads;
            }
            System.gc(); // the JDK's HTTP client ends its thread when it is collected
            LockSupport.parkNanos(200_000_000);
        }
    }
}
