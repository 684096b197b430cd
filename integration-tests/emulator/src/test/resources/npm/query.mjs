// What an application in JavaScript reads back with Microsoft's client as it is; one line of JSON for each step.
import { ClientSecretCredential } from "@azure/identity";
import { LogsQueryClient } from "@azure/monitor-query-logs";

const env = process.env;
const credential = new ClientSecretCredential(env.EMULATOR_TENANT_ID, env.EMULATOR_CLIENT_ID, env.EMULATOR_CLIENT_SECRET, {
  authorityHost: env.EMULATOR_AUTHORITY_HOST,
  disableInstanceDiscovery: true,
});
const workspace = "00000000-0000-0000-0000-000000000000";

async function step(name, query, timespan, options) {
  const client = new LogsQueryClient(credential, {
    endpoint: `${env.EMULATOR_HTTPS_ENDPOINT}/v1`,
    retryOptions: { maxRetries: 0 },
    ...options,
  });
  const told = { step: name };
  try {
    const result = await client.queryWorkspace(workspace, query, timespan, { includeQueryStatistics: true });
    told.outcome = result.status;
    told.columns = result.tables[0].columnDescriptors.map((column) => `${column.name}:${column.type}`);
    told.rows = result.tables[0].rows;
    told.counted = result.statistics !== undefined;
  } catch (error) {
    told.outcome = error.statusCode ?? String(error);
    told.code = error.code;
    told.message = error.message;
  }
  console.log(JSON.stringify(told));
}

await step("rows", "JavaLogs_CL | sort by Seq asc | project TimeGenerated, Level, Seq, Properties", { duration: "PT1H" });
await step("outside", "JavaLogs_CL | count", { startTime: new Date(0), endTime: new Date(1000) });
await step("wrong", "JavaLogs_CL | where Levle == 'x'", { duration: "PT1H" });
await step("audience", "JavaLogs_CL", { duration: "PT1H" }, { credentials: { scopes: ["https://monitor.azure.com/.default"] } });
