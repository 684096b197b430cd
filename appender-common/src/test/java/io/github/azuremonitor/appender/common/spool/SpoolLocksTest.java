package io.github.azuremonitor.appender.common.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whose a directory is, within a JVM and between JVMs. */
@Timeout(120)
class SpoolLocksTest {
    @TempDir
    private Path directory;

    private final SpoolLocks locks = new SpoolLocks(new RealDisk());

    @Test
    void aSecondAttemptFailsUntilTheFirstIsReleased() throws Exception {
        var others = new SpoolLocks(new RealDisk());
        assertThat(locks.take(directory)).isTrue();
        assertThat(others.take(directory)).isFalse();
        assertThat(heldAccordingToAnotherProcess())
                .as("the first lock after a second attempt")
                .isTrue();
        locks.release(directory);
        assertThat(directory.resolve(SpoolLocks.FILE)).exists();
        assertThat(others.take(directory)).isTrue();
        others.releaseAll();
    }

    @Test
    void aSecondCopyOfTheLibraryInOneJvmDoesNotFreeTheLock() throws Exception {
        assertThat(locks.take(directory)).isTrue();
        var urls = new ArrayList<URL>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        try (var loader = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> copy = loader.loadClass(SpoolLocks.class.getName());
            assertThat(copy).isNotSameAs(SpoolLocks.class);
            Constructor<?> disk = loader.loadClass(RealDisk.class.getName()).getDeclaredConstructor();
            disk.setAccessible(true);
            Constructor<?> create = copy.getDeclaredConstructor(loader.loadClass(Disk.class.getName()));
            create.setAccessible(true);
            Method take = copy.getDeclaredMethod("take", Path.class);
            take.setAccessible(true);
            Object others = create.newInstance(disk.newInstance());
            assertThat(take.invoke(others, directory)).isEqualTo(false);
            assertThat(heldAccordingToAnotherProcess()).isTrue();
            locks.release(directory);
            assertThat(heldAccordingToAnotherProcess()).isFalse();
            assertThat(take.invoke(others, directory)).isEqualTo(true);
            assertThat(locks.take(directory)).isFalse();
            Method release = copy.getDeclaredMethod("releaseAll");
            release.setAccessible(true);
            release.invoke(others);
        }
    }

    @Test
    void evenIfSomebodyClearsTheSystemPropertiesTheLockStays() throws Exception {
        assertThat(locks.take(directory)).isTrue();
        System.getProperties().keySet().removeIf(key -> key.toString().contains("spool.lock:"));
        assertThat(new SpoolLocks(new RealDisk()).take(directory)).isFalse();
        assertThat(heldAccordingToAnotherProcess()).isTrue();
        locks.releaseAll();
    }

    private boolean heldAccordingToAnotherProcess() throws Exception {
        Process process = ChildProcess.start(ChildProcess.LOCK, directory.toString());
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said).contains("taken=");
        return said.contains("taken=false");
    }
}
