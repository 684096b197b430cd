package io.github.azuremonitor.appender.spring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.TestContextManager;

/** Tests of applications that have the starter: what they log is nobody's business. */
class OffInTestsTest {
    @AfterEach
    void nothingIsAttached() {
        App.application(App.Plain.class)
                .run("--azure.monitor.logs.enabled=false", "--spring.main.banner-mode=off")
                .close();
        assertThat(isAttached()).isFalse();
    }

    @Test
    void aTestShipsNothing() throws Exception {
        run(new Quiet());

        assertThat(isAttached()).isFalse();
    }

    @Test
    void aTestThatSaysSoShips() throws Exception {
        run(new Loud());

        assertThat(isAttached()).isTrue();
    }

    private static void run(Object test) throws Exception {
        var manager = new TestContextManager(test.getClass());
        manager.prepareTestInstance(test);
        ((org.springframework.context.ConfigurableApplicationContext)
                        manager.getTestContext().getApplicationContext())
                .close();
    }

    private static boolean isAttached() {
        return ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).getAppender(LogFramework.APPENDER)
                != null;
    }

    @SpringBootTest(
            classes = App.Plain.class,
            properties = {
                "azure.monitor.logs.endpoint=http://127.0.0.1:9",
                "azure.monitor.logs.dcr-immutable-id=dcr-00000000000000000000000000000001",
                "azure.monitor.logs.stream-name=Custom-JavaLogs_CL",
                "azure.monitor.logs.credential=none",
                "azure.monitor.logs.shutdown-timeout=100ms"
            })
    static class Quiet {}

    @SpringBootTest(
            classes = App.Plain.class,
            properties = {
                "azure.monitor.logs.enabled=true",
                "azure.monitor.logs.endpoint=http://127.0.0.1:9",
                "azure.monitor.logs.dcr-immutable-id=dcr-00000000000000000000000000000001",
                "azure.monitor.logs.stream-name=Custom-JavaLogs_CL",
                "azure.monitor.logs.credential=none",
                "azure.monitor.logs.shutdown-timeout=100ms"
            })
    static class Loud {}
}
