package io.github.azuremonitor.appender.compatibility;

import com.fasterxml.jackson.core.json.PackageVersion;
import io.github.azuremonitor.appender.common.AzureMonitorLogs;
import java.io.File;

/** What a program really ran with, so that no row of the matrix is green for another version than it names. */
final class Runtimes {
    private Runtimes() {}

    static void tell(String framework, Class<?> ofIt) {
        System.out.println("java " + Runtime.version().feature());
        String jar = new File(
                        ofIt.getProtectionDomain().getCodeSource().getLocation().getPath())
                .getName();
        System.out.println(framework + " " + jar.replaceAll("^[a-z0-9-]*?-(\\d.*)\\.jar$", "$1"));
        System.out.println("jackson " + PackageVersion.VERSION);
        AzureMonitorLogs.readings().forEach(reading -> System.out.println(reading.inForce()));
    }
}
