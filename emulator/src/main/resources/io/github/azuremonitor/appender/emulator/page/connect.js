// The lines to paste into an application; open while nothing has come yet.
import { byId, element } from './dom.js';

const KINDS = {
  Logback: at => `<!-- logback.xml; the environment needs the two variables of the tab Variables -->
<appender name="AZURE" class="io.github.azuremonitor.appender.logback.AzureMonitorAppender">
  <endpoint>${at.endpoint}</endpoint>
  <dcrImmutableId>${at.rule}</dcrImmutableId>
  <streamName>${at.stream}</streamName>
  <credential>managed-identity</credential>
</appender>
<root level="INFO"><appender-ref ref="AZURE"/></root>`,
  Log4j2: at => `<!-- log4j2.xml; the environment needs the two variables of the tab Variables -->
<AzureMonitor name="AZURE" endpoint="${at.endpoint}"
              dcrImmutableId="${at.rule}" streamName="${at.stream}" credential="managed-identity"/>
<Root level="INFO"><AppenderRef ref="AZURE"/></Root>`,
  'Spring Boot': at => `# application.properties; the environment needs the two variables of the tab Variables
azure.monitor.logs.endpoint=${at.endpoint}
azure.monitor.logs.dcr-immutable-id=${at.rule}
azure.monitor.logs.stream-name=${at.stream}
azure.monitor.logs.credential=managed-identity`,
  Variables: at => `export IDENTITY_ENDPOINT='${at.identityEndpoint}'
export IDENTITY_HEADER='${at.identityHeader}'`,
  curl: at => `TOKEN=$(curl -s -H 'X-IDENTITY-HEADER: ${at.identityHeader}' \\
  '${at.identityEndpoint}?api-version=2019-08-01&resource=https://monitor.azure.com/' \\
  | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
curl -i -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
  -d '[{"Level":"INFO","Message":"hello"}]' \\
  '${at.endpoint}/dataCollectionRules/${at.rule}/streams/${at.stream}?api-version=2023-01-01'`,
  JavaScript: at => `// npm install @azure/monitor-ingestion @azure/identity; start node with the variables of the tab Variables
// and NODE_EXTRA_CA_CERTS=${at.certificate ?? '…'}
import { ManagedIdentityCredential } from '@azure/identity';
import { LogsIngestionClient } from '@azure/monitor-ingestion';

const client = new LogsIngestionClient('${at.httpsEndpoint ?? at.endpoint}', new ManagedIdentityCredential());
await client.upload('${at.rule}', '${at.stream}', [{ Level: 'INFO', Message: 'hello' }]);`,
  'CA file': at => at.certificate
    ? `# of ${at.httpsEndpoint}
curl --cacert '${at.certificate}' '${at.httpsEndpoint}/health'
keytool -importcert -noprompt -alias emulator -file '${at.certificate}' -keystore trust.p12 -storepass changeit`
    : 'HTTPS is off.',
};

let chosen = 'Logback';
let at = null;
let wasEmpty = null;

export function connect(state) {
  const rule = state.rules.find(each => each.streams.length > 0);
  const empty = state.requests === 0;
  byId('connect').hidden = rule === undefined;
  byId('connect-none').hidden = !empty;
  if (empty !== wasEmpty) byId('connect').open = empty; // afterwards as the person has it
  wasEmpty = empty;
  const now = rule && { ...state.connection, rule: rule.id, stream: rule.streams[0].name };
  if (!rule || JSON.stringify(now) === JSON.stringify(at)) return;
  at = now;
  if (byId('connect-tabs').children.length === 0) {
    byId('connect-tabs').append(...Object.keys(KINDS).map(kind => element('button', {
      type: 'button', role: 'tab', id: 'tab-' + kind.replace(' ', '-'), 'aria-controls': 'connect-panel',
      onclick: () => choose(kind), onkeydown: event => move(event, kind) }, kind)));
    byId('connect-copy').addEventListener('click', async () => {
      await navigator.clipboard.writeText(byId('connect-text').textContent);
      byId('connect-copied').textContent = 'copied';
    });
  }
  choose(chosen);
}

function choose(kind) {
  chosen = kind;
  for (const tab of byId('connect-tabs').children) {
    const selected = tab.textContent === kind;
    tab.setAttribute('aria-selected', String(selected));
    tab.tabIndex = selected ? 0 : -1;
    if (selected) byId('connect-panel').setAttribute('aria-labelledby', tab.id);
  }
  byId('connect-text').textContent = KINDS[kind](at);
  byId('connect-copied').textContent = '';
}

function move(event, kind) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const kinds = Object.keys(KINDS);
  choose(kinds[(kinds.indexOf(kind) + step + kinds.length) % kinds.length]);
  byId('tab-' + chosen.replace(' ', '-')).focus();
}
