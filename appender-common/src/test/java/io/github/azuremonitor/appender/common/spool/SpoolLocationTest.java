package io.github.azuremonitor.appender.common.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which directory it is, and whether it may be used. */
class SpoolLocationTest {
    @TempDir
    private Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> properties = new HashMap<>();
    private final FaultyDisk disk = new FaultyDisk();

    private SpoolLocation place(@Nullable Path asked) {
        return new SpoolLocation(asked, 0, environment::get, properties::get, disk);
    }

    @Test
    void theSettingStandsAlone() {
        environment.put("XDG_CACHE_HOME", "/somewhere");
        assertThat(place(directory).candidates()).containsExactly(directory);
    }

    @Test
    void theServicesDirectoryComesFirstAndTheTemporaryOneLast() throws IOException {
        environment.put("STATE_DIRECTORY", "/var/lib/one:/var/lib/two");
        environment.put("LOCALAPPDATA", "/local");
        environment.put("XDG_CACHE_HOME", "relative/is/void");
        properties.put("user.home", directory.toString());
        properties.put("user.name", "A. B/C");
        properties.put("java.io.tmpdir", "/tmp");
        assertThat(place(null).candidates())
                .containsExactly(
                        Path.of("/var/lib/one"),
                        Path.of("/local"),
                        directory.resolve(".cache"),
                        Path.of("/tmp/azure-monitor-appender-A._B_C"));
        properties.put("os.name", "Mac OS X");
        assertThat(place(null).candidates()).contains(directory.resolve("Library/Caches"));
    }

    @Test
    void whereNoDirectoryIsKnownTheSentenceNamesTheSetting() {
        assertThatThrownBy(() -> place(null).open())
                .isInstanceOf(RefusedDirectoryException.class)
                .hasMessageContaining("spoolDirectory");
    }

    @Test
    void aUserWithoutAHomeHasTheTemporaryDirectory() throws IOException {
        properties.put("user.home", "/nonexistent");
        properties.put("user.name", "?");
        properties.put("java.io.tmpdir", directory.toString());
        SpoolLocation.Opened opened = place(null).open();
        assertThat(opened.root()).isEqualTo(directory.resolve("azure-monitor-appender-_/azure-monitor-appender"));
        assertThat(opened.maxBytes()).isBetween(1L << 20, 512L << 20);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(opened.root().getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void aCandidateThatIsUnfitIsPassedOver() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        environment.put("STATE_DIRECTORY", file.toString());
        environment.put("XDG_CACHE_HOME", directory.resolve("cache").toString());
        assertThat(place(null).open().root()).isEqualTo(directory.resolve("cache/azure-monitor-appender"));
    }

    @Test
    void aSymbolicLinkIsRefused() throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Files.createSymbolicLink(directory.resolve("azure-monitor-appender"), elsewhere);
        assertThatThrownBy(() -> place(directory).open())
                .isInstanceOf(RefusedDirectoryException.class)
                .hasMessageContaining("symbolic link")
                .hasMessageContaining("spoolDirectory");
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void aDirectoryThatEverybodyCanWriteIsRefused() throws IOException {
        Path ours = Files.createDirectory(directory.resolve("azure-monitor-appender"));
        Files.setPosixFilePermissions(ours, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> place(directory).open())
                .isInstanceOf(RefusedDirectoryException.class)
                .hasMessageContaining("chmod");
    }

    @Test
    void aDirectoryThatTheGroupCanReadIsClosed() throws IOException {
        Path ours = Files.createDirectory(directory.resolve("azure-monitor-appender"));
        Files.setPosixFilePermissions(ours, PosixFilePermissions.fromString("rwxrwx---"));
        place(directory).open();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ours)))
                .isEqualTo("rwx------");
    }

    @Test
    void aDirectoryOfSomebodyElseIsRefused() throws IOException {
        Path ours = Files.createDirectory(directory.resolve("azure-monitor-appender"));
        assumeThat(isRoot(ours)).as("only root can give a directory away").isTrue();
        Files.setAttribute(ours, "unix:uid", 12_345);
        assertThatThrownBy(() -> place(directory).open())
                .isInstanceOf(RefusedDirectoryException.class)
                .hasMessageContaining("belongs to");
    }

    @Test
    void aFileSystemThatNobodyCanNameIsUsedWithCare() throws IOException {
        // As where /proc shows no mounts, and in a chroot.
        disk.unnamed = "Mount point not found";
        SpoolLocation.Opened opened = place(directory).open();
        assertThat(opened.fileSystem()).isEqualTo("unknown");
        assertThat(opened.maxBytes()).isBetween(1L << 20, 64L << 20);
        assertThat(new SpoolLocation(directory, 100L << 20, environment::get, properties::get, disk)
                        .open()
                        .maxBytes())
                .as("what the setting says stands")
                .isEqualTo(100L << 20);
    }

    @Test
    void aShareOnWhichEveryModeReads0777IsUsedAndItIsKnownWhoCanReadIt() throws IOException {
        disk.modesOfMount = "rwxrwxrwx";
        assertThat(place(directory).open().readers()).isEqualTo("every user of this machine");
        assertThat(place(directory).open().readers()).as("a second start").isNotNull();
    }

    @Test
    void aShareForAGroupSaysSo() throws IOException {
        disk.modesOfMount = "rwxrwx---";
        assertThat(place(directory).open().readers()).isEqualTo("every user of its group");
    }

    @Test
    void aShareThatCannotEvenPretendToObeyIsUsedToo() throws IOException {
        disk.modesOfMount = "rwxr-xr-x";
        disk.changingModes = "Operation not permitted";
        assertThat(place(directory).open().readers()).contains("every user");
    }

    @Test
    void aShareWhoseModesAreTheOwnersIsNobodyElses() throws IOException {
        disk.modesOfMount = "rwx------";
        assertThat(place(directory).open().readers()).isNull();
        disk.modesOfMount = null;
        assertThat(place(directory).open().readers()).isNull();
    }

    private static boolean isRoot(Path path) throws IOException {
        return Integer.valueOf(0).equals(Files.getAttribute(path, "unix:uid"));
    }
}
