package io.github.azuremonitor.appender.benchmarks;

import java.util.List;
import java.util.Random;
import org.slf4j.LoggerFactory;

/** Makes up log calls as the daemons of a Hadoop cluster write them. */
final class HadoopLine {
    private static final int WARN_PERCENT = 5;

    private static final List<Template> TEMPLATES = List.of(
            new Template(
                    "hdfs.server.datanode.DataNode$PacketResponder",
                    "PacketResponder {} for block {} terminating after the last packet was acknowledged by all"
                            + " downstream nodes of the pipeline",
                    random -> new Object[] {random.nextInt(3), block(random)}),
            new Template(
                    "hdfs.server.datanode.DataNode$DataXceiver",
                    "Receiving block {} src: {} dest: {} in the pipeline of the write that was started by the client",
                    random -> new Object[] {block(random), address(random), address(random)}),
            new Template(
                    "hdfs.server.namenode.FSNamesystem",
                    "BLOCK* NameSystem.addStoredBlock: blockMap updated: {} is added to {} size {}, which completes"
                            + " the file",
                    random -> new Object[] {address(random), block(random), random.nextInt(67_108_864)}),
            new Template(
                    "mapreduce.v2.app.job.impl.TaskAttemptImpl",
                    "attempt_1445144423722_0020_m_{}_0 TaskAttempt Transitioned from NEW to UNASSIGNED after the"
                            + " container request was queued",
                    random -> new Object[] {random.nextInt(1_000_000)}),
            new Template(
                    "mapreduce.v2.app.rm.RMContainerAllocator",
                    "Recalculating schedule, headroom=<memory:{}, vCores:{}>, {} map tasks are pending and {} are"
                            + " scheduled on this node manager",
                    random -> new Object[] {
                        random.nextInt(65_536), -random.nextInt(64), random.nextInt(900), random.nextInt(90)
                    }),
            new Template(
                    "yarn.util.RackResolver",
                    "Resolved {} to /default-rack, which has {} nodes; the answer was cached for the next lookup of"
                            + " this allocation",
                    random -> new Object[] {"msra-sa-" + random.nextInt(100) + ".fareast.example", random.nextInt(40)}),
            new Template(
                    "ipc.Client",
                    "Retrying connect to server: {}. Already tried {} time(s); retry policy is"
                            + " RetryUpToMaximumCountWithFixedSleep(maxRetries=10)",
                    random -> new Object[] {address(random), random.nextInt(10)}),
            new Template(
                    "hdfs.LeaseRenewer",
                    "Failed to renew lease for [DFSClient_NONMAPREDUCE_{}_1] for {} seconds.  Will retry shortly; the"
                            + " soft limit is not reached",
                    random -> new Object[] {random.nextInt(1_000_000_000), random.nextInt(600)}));

    private HadoopLine() {}

    /** A template with arguments of its kind. */
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

    private record Template(String logger, String text, Arguments arguments) {}

    @FunctionalInterface
    private interface Arguments {
        Object[] of(Random random);
    }
}
