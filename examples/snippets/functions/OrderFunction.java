package com.example.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.QueueTrigger;
import io.github.azuremonitor.appender.common.AzureMonitorLogs;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Takes an order from a queue. */
public final class OrderFunction {
    private static final Logger LOG = LoggerFactory.getLogger(OrderFunction.class);

    @FunctionName("order")
    public void run(
            @QueueTrigger(name = "order", queueName = "orders", connection = "AzureWebJobsStorage") String order,
            ExecutionContext context) {
        MDC.put("invocationId", context.getInvocationId());
        try {
            LOG.info("order {} taken", order);
        } finally {
            MDC.remove("invocationId");
            // Once the function has returned, nobody promises this process any more time.
            if (!AzureMonitorLogs.flush(Duration.ofSeconds(5))) {
                context.getLogger().warning("log rows of this call are still on their way");
            }
        }
    }
}
