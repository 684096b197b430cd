// What an application in JavaScript does with Microsoft's clients as they are; one line of JSON for each step.
import { ClientSecretCredential, DefaultAzureCredential, ManagedIdentityCredential } from "@azure/identity";
import { LogsIngestionClient, isAggregateLogsUploadError } from "@azure/monitor-ingestion";

const env = process.env;
const endpoint = env.EMULATOR_HTTPS_ENDPOINT;
const rule = env.EMULATOR_RULE;
const stream = env.EMULATOR_STREAM;

async function step(name, credential, options = {}) {
  const client = new LogsIngestionClient(endpoint, credential, { retryOptions: { maxRetries: 0 }, ...options.client });
  const rows = options.rows ?? [{ Level: "INFO", Message: name }];
  const told = { step: name };
  try {
    await client.upload(options.rule ?? rule, options.stream ?? stream, rows, { maxConcurrency: options.concurrency ?? 1 });
    told.outcome = "uploaded";
  } catch (error) {
    const cause = isAggregateLogsUploadError(error) ? error.errors[0].cause : error;
    told.outcome = cause.statusCode ?? String(cause);
    told.code = cause.code;
  }
  console.log(JSON.stringify(told));
}

const secret = new ClientSecretCredential(env.EMULATOR_TENANT_ID, env.EMULATOR_CLIENT_ID, env.EMULATOR_CLIENT_SECRET, {
  authorityHost: env.EMULATOR_AUTHORITY_HOST,
  disableInstanceDiscovery: true,
});
const wrongSecret = new ClientSecretCredential(env.EMULATOR_TENANT_ID, env.EMULATOR_CLIENT_ID, "wrong", {
  authorityHost: env.EMULATOR_AUTHORITY_HOST,
  disableInstanceDiscovery: true,
});
const large = Array.from({ length: 4000 }, (_, i) => ({ Level: "INFO", Message: `${i} ${"x".repeat(1000)}`, Seq: i }));

await step("managed identity", new ManagedIdentityCredential());
await step("client secret", secret);
await step("default credential", new DefaultAzureCredential());
await step("more than 1 MB", secret, { rows: large, concurrency: 4 });
await step("wrong secret", wrongSecret);
await step("wrong rule", secret, { rule: "dcr-ffffffffffffffffffffffffffffffff" });
await step("wrong stream", secret, { stream: "Custom-Wrong_CL" });
await step("wrong audience", secret, { client: { audience: "https://management.azure.com/.default" } });
