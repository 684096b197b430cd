package io.github.azuremonitor.appender.benchmarks;

import java.util.List;
import java.util.Random;
import org.slf4j.LoggerFactory;

/** Makes up log calls like those of a Hadoop cluster's daemons. */
final class HadoopLine {
    private static final int WARN_PERCENT = 5;

    private static final List<Template> TEMPLATES = List.of(
            new Template(
                    "hdfs.server.datanode.DataNode$PacketResponder",
                    "PacketResponder {} for block {} of size {} from {} terminating, {} packets were acknowledged downstream",
                    r -> new Object[] {r.nextInt(3), block(r), r.nextInt(67_108_864), address(r), r.nextInt(2_000)}),
            new Template(
                    "hdfs.server.datanode.DataNode$DataXceiver",
                    "Receiving block {} src: {} dest: {} offset: {}, in the pipeline of client {}",
                    r -> new Object[] {block(r), address(r), address(r), r.nextInt(67_108_864), client(r)}),
            new Template(
                    "hdfs.server.datanode.DataNode$DataXceiver",
                    "{} Served block {} to {} in {} ns, client {}, {} bytes were checked",
                    r -> new Object[] {
                        address(r), block(r), address(r), r.nextInt(90_000_000), client(r), r.nextInt(67_108_864)
                    }),
            new Template(
                    "hdfs.server.datanode.DataBlockScanner",
                    "Verification succeeded for {} after {} ms at {} bytes/s, pool BP-{}, next scan in {} s",
                    r -> new Object[] {block(r), r.nextInt(20_000), r.nextInt(90_000_000), hex(r), r.nextInt(1_814_400)
                    }),
            new Template(
                    "hdfs.server.namenode.FSNamesystem",
                    "BLOCK* NameSystem.addStoredBlock: blockMap updated: {} is added to {} size {} for {}",
                    r -> new Object[] {address(r), block(r), r.nextInt(67_108_864), path(r)}),
            new Template(
                    "hdfs.server.namenode.FSNamesystem",
                    "BLOCK* NameSystem.allocateBlock: {} {} for {} on {} and {}",
                    r -> new Object[] {path(r), block(r), client(r), address(r), address(r)}),
            new Template(
                    "hdfs.server.namenode.FSNamesystem",
                    "BLOCK* ask {} to replicate {} to datanode(s) {} {}; {} replicas are live, {} transfers wait",
                    r -> new Object[] {address(r), block(r), address(r), address(r), r.nextInt(3), r.nextInt(400)}),
            new Template(
                    "mapreduce.v2.app.job.impl.TaskAttemptImpl",
                    "{} TaskAttempt Transitioned from NEW to UNASSIGNED on {} for split {}+{}",
                    r -> new Object[] {attempt(r), host(r), path(r), r.nextInt(67_108_864)}),
            new Template(
                    "mapreduce.v2.app.job.impl.TaskAttemptImpl",
                    "{} TaskAttempt Transitioned from RUNNING to SUCCESS_CONTAINER_CLEANUP after {} ms in {} on {}",
                    r -> new Object[] {attempt(r), r.nextInt(400_000), container(r), host(r)}),
            new Template(
                    "mapreduce.v2.app.rm.RMContainerAllocator",
                    "Assigned container {} to {} on node {}, headroom=<memory:{}, vCores:{}>",
                    r -> new Object[] {container(r), attempt(r), host(r), r.nextInt(65_536), -r.nextInt(64)}),
            new Template(
                    "mapreduce.v2.app.launcher.ContainerLauncherImpl",
                    "Processing the event EventType: CONTAINER_REMOTE_LAUNCH for container {} taskAttempt {} at {}",
                    r -> new Object[] {container(r), attempt(r), address(r)}),
            new Template(
                    "mapred.TaskAttemptListenerImpl",
                    "Progress of TaskAttempt {} is : 0.{}, {} records and {} spilled bytes, heartbeat {} of JVM {}",
                    r -> new Object[] {
                        attempt(r),
                        r.nextInt(100_000_000),
                        r.nextInt(4_000_000),
                        r.nextInt(90_000_000),
                        r.nextInt(900),
                        hex(r)
                    }),
            new Template(
                    "mapreduce.task.reduce.Fetcher",
                    "fetcher#{} about to shuffle output of map {} decomp: {} len: {} to MEMORY from {}",
                    r -> new Object[] {r.nextInt(10), attempt(r), r.nextInt(9_000_000), r.nextInt(3_000_000), address(r)
                    }),
            new Template(
                    "yarn.util.RackResolver",
                    "Resolved {} to /default-rack/{} in {} us, cached as {} until the next refresh",
                    r -> new Object[] {host(r), r.nextInt(400), r.nextInt(90_000), hex(r)}),
            new Template(
                    "ipc.Client",
                    "Retrying connect to server: {}. Already tried {} time(s); retry policy is RetryUpToMaximumCountWithFixedSleep({}), call {}",
                    r -> new Object[] {address(r), r.nextInt(10), r.nextInt(50), hex(r)}),
            new Template(
                    "hdfs.LeaseRenewer",
                    "Failed to renew lease for [{}] for {} seconds.  Will retry shortly; {} files are open, oldest {}",
                    r -> new Object[] {client(r), r.nextInt(600), r.nextInt(40), path(r)}),
            new Template(
                    "ipc.Server",
                    "IPC Server handler {} on {}, call getBlockLocations from {} Call#{} Retry#{} took {} us",
                    r -> new Object[] {
                        r.nextInt(64),
                        r.nextInt(60_000),
                        address(r),
                        r.nextInt(9_000_000),
                        r.nextInt(3),
                        r.nextInt(900_000)
                    }),
            new Template(
                    "yarn.server.nodemanager.ContainersMonitorImpl",
                    "Memory usage of ProcessTree {} for container-id {}: {} KB of 1 GB physical, {} KB of 2.1 GB virtual",
                    r -> new Object[] {r.nextInt(32_768), container(r), r.nextInt(1_048_576), r.nextInt(2_202_009)}));

    private HadoopLine() {}

    /** A template with matching arguments. */
    static Events.Line random(Random random) {
        Template template = TEMPLATES.get(random.nextInt(TEMPLATES.size()));
        return new Events.Line(
                LoggerFactory.getLogger(Events.LOGGER_ROOT + "." + template.logger()),
                random.nextInt(100) < WARN_PERCENT,
                template.text(),
                template.arguments().of(random));
    }

    private static String block(Random random) {
        return "blk_" + random.nextLong();
    }

    private static String address(Random random) {
        return "/10.250." + random.nextInt(256) + "." + random.nextInt(256) + ":" + (1_024 + random.nextInt(60_000));
    }

    private static String attempt(Random random) {
        return "attempt_1445144423722_%04d_m_%06d_%d"
                .formatted(random.nextInt(60), random.nextInt(1_000_000), random.nextInt(4));
    }

    private static String container(Random random) {
        return "container_1445144423722_%04d_01_%06d".formatted(random.nextInt(60), random.nextInt(1_000_000));
    }

    private static String client(Random random) {
        return "DFSClient_NONMAPREDUCE_%d_1".formatted(random.nextInt());
    }

    private static String path(Random random) {
        return "/user/hdfs/randtxt%d/_temporary/part-%05d".formatted(random.nextInt(90), random.nextInt(100_000));
    }

    private static String host(Random random) {
        return "msra-sa-" + random.nextInt(400) + ".example.net";
    }

    private static String hex(Random random) {
        return Long.toHexString(random.nextLong());
    }

    private record Template(String logger, String text, Arguments arguments) {}

    @FunctionalInterface
    private interface Arguments {
        Object[] of(Random random);
    }
}
