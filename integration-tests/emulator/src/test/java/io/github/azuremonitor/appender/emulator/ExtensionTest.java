package io.github.azuremonitor.appender.emulator;

import static io.github.azuremonitor.appender.emulator.Client.STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.azuremonitor.appender.emulator.fault.Fault;
import java.net.URI;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ExtensionTest {
    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR = LogsEmulatorExtension.standard();

    private static URI endpoint;

    @Test
    @Order(1)
    void leavesRowsFaultsAndAStoppedServerBehind(LogsEmulator emulator) throws Exception {
        endpoint = emulator.httpEndpoint();
        Client.post(emulator, "[{}]");
        emulator.faults().always(Fault.status(500));
        emulator.roles().revoke(emulator.application().objectId());
        emulator.stop();
        assertThat(emulator.rowCount(STREAM)).isEqualTo(1);
    }

    @Test
    @Order(2)
    void findsNothingOfThem(LogsEmulator emulator) throws Exception {
        assertThat(emulator.httpEndpoint()).isEqualTo(endpoint);
        assertThat(emulator.rowCount(STREAM)).isZero();
        assertThat(emulator.requests()).isEmpty();
        assertThat(Client.post(emulator, "[{}]").statusCode()).isEqualTo(204);
    }

    @Test
    @Order(3)
    void readsRowsBackInALine(LogsEmulator emulator) throws Exception {
        Client.post(emulator, "[{\"Level\":\"ERROR\",\"Seq\":1},{\"Level\":\"INFO\",\"Seq\":2},{\"Level\":\"ERROR\"}]");

        assertThat(emulator.rows("Custom-JavaLogs_CL").where("Level", "ERROR")).hasSize(2);
        assertThat(emulator.rows(STREAM).where("Level", "ERROR").where("Seq", 1))
                .hasSize(1);
        assertThat(emulator.rows(STREAM).where("Seq", null)).hasSize(1);
        assertThat(emulator.query("JavaLogs_CL | where Level == 'ERROR' | count"))
                .hasToString("[{\"Count\":2}]");
    }

    @Nested
    class InANestedClass {
        @Test
        void isTheSame(LogsEmulator emulator) {
            assertThat(emulator.httpEndpoint()).isEqualTo(endpoint);
        }
    }

    @Nested
    class InAnInstanceField {
        @RegisterExtension
        final LogsEmulatorExtension own = LogsEmulatorExtension.standard();

        @Test
        void isAnother() {
            assertThat(own.emulator().httpEndpoint())
                    .isNotEqualTo(EMULATOR.emulator().httpEndpoint());
        }
    }

    @Test
    void hasNoEmulatorOutsideOfTests() {
        assertThatIllegalStateException()
                .isThrownBy(() -> LogsEmulatorExtension.standard().emulator());
    }
}
