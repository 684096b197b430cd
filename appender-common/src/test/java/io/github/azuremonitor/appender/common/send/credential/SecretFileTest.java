package io.github.azuremonitor.appender.common.send.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files with secrets as editors, shells and Kubernetes write them. */
class SecretFileTest {
    @ParameterizedTest
    @CsvSource({"UTF-8, ''", "UTF-8, \ufeff", "UTF-16LE, \ufeff", "UTF-16BE, \ufeff"})
    void theSecretIsTheTextHoweverWindowsWroteIt(String charset, String mark, @TempDir Path directory)
            throws Exception {
        Path file = Files.writeString(directory.resolve("secret"), mark + "s3cret~Ab\r\n", Charset.forName(charset));

        assertThat(SecretFile.text("clientSecretFile", file, "client-secret")).isEqualTo("s3cret~Ab");
    }
}
