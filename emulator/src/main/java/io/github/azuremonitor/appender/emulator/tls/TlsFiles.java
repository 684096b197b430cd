package io.github.azuremonitor.appender.emulator.tls;

import io.github.azuremonitor.appender.emulator.files.FileFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The certificate of one directory: made by the JDK's {@code keytool} when first needed, and again when it has expired
 * or lacks a name. It is valid for {@code localhost}, the loopback addresses and one more name if wanted.
 *
 * @param keyStore PKCS12 with the private key, readable by its owner only where the file system knows owners
 * @param trustStore PKCS12 with the certificate, for {@code -Djavax.net.ssl.trustStore}
 * @param certificate the same as PEM, for {@code curl --cacert}
 */
public record TlsFiles(Path keyStore, Path trustStore, Path certificate) {
    /** The password of both stores; PKCS12 wants one, but it guards nothing: {@value}. */
    public static final String PASSWORD = "emulator";

    /** The name that every certificate has: {@value}. */
    public static final String LOCALHOST = "localhost";

    private static final String ALIAS = "logs-emulator";
    private static final int VALID_DAYS = 825;
    private static final long KEYTOOL_SECONDS = 60;

    /** The files of a directory, generated if need be. Throws {@link UncheckedIOException} if that fails. */
    public static TlsFiles in(Path directory) {
        return in(directory, LOCALHOST);
    }

    /**
     * The files of a directory whose certificate is good for one more host name, generated if need be. Throws
     * {@link UncheckedIOException} if that fails.
     */
    public static TlsFiles in(Path directory, String hostName) {
        TlsFiles files = new TlsFiles(
                directory.resolve("key-store.p12"),
                directory.resolve("trust-store.p12"),
                directory.resolve("certificate.pem"));
        try {
            Files.createDirectories(directory);
            if (!files.usable(hostName)) {
                files.generate(hostName);
            }
            return files;
        } catch (IOException | GeneralSecurityException e) {
            String why = e instanceof IOException file ? FileFault.reason(file) : String.valueOf(e.getMessage());
            throw new UncheckedIOException("no certificate in " + directory + ": " + why, new IOException(e));
        }
    }

    /** The files of a temporary directory, one for this JVM; they are deleted at its end. */
    public static TlsFiles temporary() {
        return Temporary.files();
    }

    /** Generated when first asked for; keytool takes about a second. */
    private static final class Temporary {
        private static @Nullable TlsFiles files; // guarded by the class

        private static synchronized TlsFiles files() {
            if (files == null) {
                files = generate();
            }
            return files;
        }

        private static TlsFiles generate() {
            try {
                Path directory = Files.createTempDirectory("logs-emulator-tls");
                directory.toFile().deleteOnExit(); // deleted last, as it was asked for first
                TlsFiles files = in(directory);
                List.of(files.keyStore, files.trustStore, files.certificate)
                        .forEach(file -> file.toFile().deleteOnExit());
                return files;
            } catch (IOException e) {
                throw new UncheckedIOException("no temporary directory for the certificate: " + FileFault.reason(e), e);
            }
        }
    }

    /** What trusts this certificate only. */
    public SSLContext sslContext() {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(load(trustStore));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(trustStore + " cannot be read", e);
        }
    }

    private boolean usable(String hostName) throws IOException, GeneralSecurityException {
        if (!Files.exists(keyStore) || !Files.exists(trustStore) || !Files.exists(certificate)) {
            return false;
        }
        return load(trustStore).getCertificate(ALIAS) instanceof X509Certificate x509
                && x509.equals(load(keyStore).getCertificate(ALIAS))
                && Arrays.equals(Files.readAllBytes(certificate), pem(x509))
                && x509.getNotAfter().toInstant().isAfter(Instant.now())
                && names(x509).contains(hostName);
    }

    private static byte[] pem(Certificate certificate) throws GeneralSecurityException {
        return ("-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                        + "\n-----END CERTIFICATE-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Each name is a pair of its kind and its text. */
    private static List<?> names(X509Certificate certificate) throws GeneralSecurityException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names == null
                ? List.of()
                : names.stream().map(name -> name.get(1)).toList();
    }

    private void generate(String hostName) throws IOException, GeneralSecurityException {
        Path fresh =
                keyStore.resolveSibling("key-store." + ProcessHandle.current().pid() + ".tmp");
        Files.deleteIfExists(fresh);
        keytool(fresh, hostName);
        ownerOnly(fresh);
        Certificate generated = load(fresh).getCertificate(ALIAS);
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry(ALIAS, generated);
        try (OutputStream out = Files.newOutputStream(trustStore)) {
            trust.store(out, PASSWORD.toCharArray());
        }
        Files.write(certificate, pem(generated));
        Files.move(fresh, keyStore, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void keytool(Path target, String hostName) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        // It lives for a second: what makes a long life fast only makes it slow.
                        "-J-XX:TieredStopAtLevel=1",
                        "-J-XX:+UseSerialGC",
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost, O=Azure Monitor Logs emulator",
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1,ip:0:0:0:0:0:0:0:1"
                                + (hostName.equals(LOCALHOST) ? "" : ",dns:" + hostName),
                        "-validity",
                        Integer.toString(VALID_DAYS),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        target.toString()))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("keytool failed: " + said);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool ran", e);
        }
    }

    private static void ownerOnly(Path file) throws IOException {
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        byte[] bytes = Files.readAllBytes(file);
        try (InputStream in = new ByteArrayInputStream(bytes)) {
            store.load(in, PASSWORD.toCharArray());
        } catch (IOException e) {
            throw new IOException(
                    file + " is no PKCS12 store of the emulator's (" + e.getMessage()
                            + "); delete it, and it is made anew",
                    e);
        }
        return store;
    }
}
