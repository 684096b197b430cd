@description('Name of the Log Analytics workspace, in the resource group of this deployment')
param workspaceName string

@description('Region of the workspace; the rule must be in the same')
param location string = resourceGroup().location

@description('Name of the data collection rule')
param ruleName string = 'logs-Shop'

@description('Object id of the identity that sends: managed identity or service principal; empty for no role')
param principalId string = ''

@description('Days of interactive retention, 4 to 730; -1 for the workspace\'s')
param retentionInDays int = -1

@description('Days of retention in all, up to 4383; -1 for no long-term retention')
param totalRetentionInDays int = -1

@description('Resource id of the action group that alerts call; empty for none')
param actionGroupId string = ''

@description('GB that a table may take in a day before an alert tells')
param dailyBudgetGB int = 1

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' existing = {
  name: workspaceName
}

resource table_Shop_CL 'Microsoft.OperationalInsights/workspaces/tables@2025-07-01' = {
  parent: workspace
  name: 'Shop_CL'
  properties: {
    plan: 'Analytics'
    retentionInDays: retentionInDays
    totalRetentionInDays: totalRetentionInDays
    schema: {
      name: 'Shop_CL'
      columns: [
        { name: 'TimeGenerated', type: 'dateTime' }
        { name: 'Severity', type: 'string' }
        { name: 'Source', type: 'string' }
        { name: 'Text', type: 'string' }
        { name: 'Problem', type: 'string' }
        { name: 'Trace', type: 'string' }
        { name: 'Service', type: 'string' }
        { name: 'Pod', type: 'string' }
        { name: 'Release', type: 'string' }
        { name: 'OrderId', type: 'long' }
        { name: 'EventTime', type: 'dateTime' }
      ]
    }
  }
}

resource rule 'Microsoft.Insights/dataCollectionRules@2023-03-11' = {
  name: ruleName
  location: location
  kind: 'Direct'
  properties: {
    streamDeclarations: {
      'Custom-Shop_CL': {
        columns: [
          { name: 'TimeGenerated', type: 'datetime' }
          { name: 'Severity', type: 'string' }
          { name: 'Source', type: 'string' }
          { name: 'Text', type: 'string' }
          { name: 'Problem', type: 'string' }
          { name: 'Trace', type: 'string' }
          { name: 'Service', type: 'string' }
          { name: 'Pod', type: 'string' }
          { name: 'Release', type: 'string' }
          { name: 'OrderId', type: 'long' }
        ]
      }
    }
    destinations: {
      logAnalytics: [
        {
          name: 'workspace'
          workspaceResourceId: workspace.id
        }
      ]
    }
    dataFlows: [
      {
        streams: [
          'Custom-Shop_CL'
        ]
        destinations: [
          'workspace'
        ]
        transformKql: 'source | extend EventTime = TimeGenerated'
        outputStream: 'Custom-Shop_CL'
      }
    ]
  }
  dependsOn: [
    table_Shop_CL
  ]
}

resource role 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(principalId)) {
  scope: rule
  name: guid(rule.id, principalId, '3913510d-42f4-4e42-8a64-420c390055eb')
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '3913510d-42f4-4e42-8a64-420c390055eb')
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(workspace.id, 'java-logs')
  location: location
  kind: 'shared'
  properties: {
    displayName: 'Java logs'
    category: 'workbook'
    version: 'Notebook/1.0'
    sourceId: workspace.id
    serializedData: '{"version":"Notebook/1.0","items":[{"type":9,"name":"parameters","content":{"version":"KqlParameterItem/1.0","parameters":[{"version":"KqlParameterItem/1.0","name":"TimeRange","label":"Time","type":4,"isRequired":true,"value":{"durationMs":86400000}},{"version":"KqlParameterItem/1.0","name":"TraceId","label":"Trace","type":1,"value":""}],"queryType":0,"resourceType":"microsoft.operationalinsights/workspaces"}},{"type":1,"name":"Shop_CL","content":{"json":"## Shop_CL"}},{"type":3,"name":"Shop_CL Events by level","content":{"version":"KqlItem/1.0","query":"Shop_CL | summarize events = count() by bin(TimeGenerated, 5m), Severity","size":0,"title":"Events by level","timeContextFromParameter":"TimeRange","queryType":0,"resourceType":"microsoft.operationalinsights/workspaces","visualization":"timechart"}},{"type":3,"name":"Shop_CL Errors","content":{"version":"KqlItem/1.0","query":"Shop_CL | where Severity in (\\"ERROR\\", \\"FATAL\\") | summarize events = count(), firstSeen = min(TimeGenerated), lastSeen = max(TimeGenerated) by Service, Release, Source, Problem | order by events desc","size":0,"title":"Errors","timeContextFromParameter":"TimeRange","queryType":0,"resourceType":"microsoft.operationalinsights/workspaces","visualization":"table"}},{"type":3,"name":"Shop_CL One request","content":{"version":"KqlItem/1.0","query":"Shop_CL | where Trace == \\"{TraceId}\\" | project TimeGenerated, Service, Severity, Source, Text, Problem | order by TimeGenerated asc","size":0,"title":"One request","timeContextFromParameter":"TimeRange","queryType":0,"resourceType":"microsoft.operationalinsights/workspaces","visualization":"table"}},{"type":3,"name":"Shop_CL Volume and cost","content":{"version":"KqlItem/1.0","query":"let price = 1.0; Shop_CL | summarize MB = sum(_BilledSize) / 1e6, rows = count() by Service, Source, Severity | extend cost = MB / 1000 * price | top 20 by MB desc","size":0,"title":"Volume and cost","timeContextFromParameter":"TimeRange","queryType":0,"resourceType":"microsoft.operationalinsights/workspaces","visualization":"table"}},{"type":3,"name":"Shop_CL Instances","content":{"version":"KqlItem/1.0","query":"Shop_CL | summarize rows = count(), lastSeen = max(TimeGenerated) by Service, Pod, Release | order by lastSeen asc","size":0,"title":"Instances","timeContextFromParameter":"TimeRange","queryType":0,"resourceType":"microsoft.operationalinsights/workspaces","visualization":"table"}},{"type":3,"name":"Shop_CL Delay in seconds","content":{"version":"KqlItem/1.0","query":"Shop_CL | extend late = datetime_diff(\'second\', ingestion_time(), TimeGenerated) | summarize percentiles(late, 50, 95) by bin(TimeGenerated, 5m)","size":0,"title":"Delay in seconds","timeContextFromParameter":"TimeRange","queryType":0,"resourceType":"microsoft.operationalinsights/workspaces","visualization":"timechart"}},{"type":3,"name":"Shop_CL Dropped events","content":{"version":"KqlItem/1.0","query":"Shop_CL | where Source == \\"io.github.azuremonitor.appender\\" | project TimeGenerated, Service, Pod, Text | order by TimeGenerated desc","size":0,"title":"Dropped events","timeContextFromParameter":"TimeRange","queryType":0,"resourceType":"microsoft.operationalinsights/workspaces","visualization":"table"}}],"$schema":"https://github.com/Microsoft/Application-Insights-Workbooks/blob/master/schema/workbook.json"}'
  }
  dependsOn: [
    table_Shop_CL
  ]
}

resource alert_errors_Shop_CL 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: 'Shop_CL-errors'
  location: location
  kind: 'LogAlert'
  properties: {
    displayName: 'Shop_CL: errors'
    description: 'More than one event of twenty is an error'
    severity: 1
    enabled: true
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    skipQueryValidation: true
    scopes: [
      workspace.id
    ]
    criteria: {
      allOf: [
        {
          query: 'Shop_CL | summarize events = count(), errors = countif(Severity in ("ERROR", "FATAL")) by Service | where events >= 20 | extend percent = 100.0 * errors / events'
          metricMeasureColumn: 'percent'
          timeAggregation: 'Maximum'
          operator: 'GreaterThan'
          threshold: 5
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: empty(actionGroupId) ? [] : [actionGroupId]
    }
  }
  dependsOn: [
    table_Shop_CL
  ]
}

resource alert_silence_Shop_CL 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: 'Shop_CL-silence'
  location: location
  kind: 'LogAlert'
  properties: {
    displayName: 'Shop_CL: silence'
    description: 'An instance that did not stop in order gives no heartbeat for 5 minutes'
    severity: 2
    enabled: true
    evaluationFrequency: 'PT5M'
    windowSize: 'PT6H'
    autoMitigate: true
    skipQueryValidation: true
    scopes: [
      workspace.id
    ]
    criteria: {
      allOf: [
        {
          query: 'Shop_CL | where Source == "io.github.azuremonitor.appender.heartbeat" | summarize arg_max(TimeGenerated, Text) by Service, Pod | where TimeGenerated < ago(5m) and Text startswith "running"'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: empty(actionGroupId) ? [] : [actionGroupId]
    }
  }
  dependsOn: [
    table_Shop_CL
  ]
}

resource alert_delay_Shop_CL 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: 'Shop_CL-delay'
  location: location
  kind: 'LogAlert'
  properties: {
    displayName: 'Shop_CL: delay'
    description: 'Rows arrive more than ten minutes late'
    severity: 2
    enabled: true
    evaluationFrequency: 'PT15M'
    windowSize: 'PT30M'
    autoMitigate: true
    skipQueryValidation: true
    overrideQueryTimeRange: 'P2D'
    scopes: [
      workspace.id
    ]
    criteria: {
      allOf: [
        {
          query: 'Shop_CL | where ingestion_time() > ago(30m) | extend late = datetime_diff(\'second\', ingestion_time(), TimeGenerated) | summarize seconds = percentile(late, 95)'
          metricMeasureColumn: 'seconds'
          timeAggregation: 'Maximum'
          operator: 'GreaterThan'
          threshold: 600
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: empty(actionGroupId) ? [] : [actionGroupId]
    }
  }
  dependsOn: [
    table_Shop_CL
  ]
}

resource alert_volume_Shop_CL 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: 'Shop_CL-volume'
  location: location
  kind: 'LogAlert'
  properties: {
    displayName: 'Shop_CL: volume'
    description: 'The table takes more than its budget in a day'
    severity: 3
    enabled: true
    evaluationFrequency: 'PT1H'
    windowSize: 'P1D'
    autoMitigate: true
    skipQueryValidation: true
    scopes: [
      workspace.id
    ]
    criteria: {
      allOf: [
        {
          query: 'Shop_CL | summarize GB = sum(_BilledSize) / 1e9'
          metricMeasureColumn: 'GB'
          timeAggregation: 'Total'
          operator: 'GreaterThan'
          threshold: dailyBudgetGB
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: empty(actionGroupId) ? [] : [actionGroupId]
    }
  }
  dependsOn: [
    table_Shop_CL
  ]
}

resource alert_dropped_Shop_CL 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: 'Shop_CL-dropped'
  location: location
  kind: 'LogAlert'
  properties: {
    displayName: 'Shop_CL: dropped'
    description: 'An application dropped events'
    severity: 2
    enabled: true
    evaluationFrequency: 'PT15M'
    windowSize: 'PT15M'
    autoMitigate: true
    skipQueryValidation: true
    scopes: [
      workspace.id
    ]
    criteria: {
      allOf: [
        {
          query: 'Shop_CL | where Source == "io.github.azuremonitor.appender"'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: empty(actionGroupId) ? [] : [actionGroupId]
    }
  }
  dependsOn: [
    table_Shop_CL
  ]
}

resource alert_refused_Shop_CL 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: 'Shop_CL-refused'
  location: location
  kind: 'LogAlert'
  properties: {
    displayName: 'Shop_CL: refused'
    description: 'The rule accepted rows that it could not store'
    severity: 1
    enabled: true
    evaluationFrequency: 'PT15M'
    windowSize: 'PT15M'
    autoMitigate: true
    skipQueryValidation: true
    scopes: [
      workspace.id
    ]
    criteria: {
      allOf: [
        {
          query: 'DCRLogErrors | where InputStreamId == "Custom-Shop_CL"'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: empty(actionGroupId) ? [] : [actionGroupId]
    }
  }
  dependsOn: [
    table_Shop_CL
  ]
}

resource rule_errors 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: rule
  name: 'errors'
  properties: {
    workspaceId: workspace.id
    logs: [
      {
        category: 'LogErrors'
        enabled: true
      }
    ]
  }
  dependsOn: [
    table_Shop_CL
  ]
}

resource summary_Shop_CL 'Microsoft.OperationalInsights/workspaces/summaryLogs@2025-07-01' = {
  parent: workspace
  name: 'ShopByHour'
  properties: {
    ruleType: 'User'
    description: 'Events of Shop_CL by the hour'
    ruleDefinition: {
      query: 'Shop_CL | summarize events = count(), errors = countif(Severity in ("ERROR", "FATAL")) by Service, Release, Source'
      binSize: 60
      destinationTable: 'ShopByHour_CL'
    }
  }
  dependsOn: [
    table_Shop_CL
  ]
}

resource search_rows_of_errors_Shop_CL 'Microsoft.OperationalInsights/workspaces/savedSearches@2020-08-01' = {
  parent: workspace
  name: 'Shop_CL-rows-of-errors'
  properties: {
    category: 'Shop_CL'
    displayName: 'Shop_CL: Rows of errors'
    query: 'Shop_CL | where Severity in ("ERROR", "FATAL")'
    functionAlias: 'ShopErrors'
  }
  dependsOn: [
    table_Shop_CL
  ]
}

resource search_events_by_level_Shop_CL 'Microsoft.OperationalInsights/workspaces/savedSearches@2020-08-01' = {
  parent: workspace
  name: 'Shop_CL-events-by-level'
  properties: {
    category: 'Shop_CL'
    displayName: 'Shop_CL: Events by level'
    query: 'Shop_CL | summarize events = count() by bin(TimeGenerated, 5m), Severity | render timechart'
  }
  dependsOn: [
    table_Shop_CL
  ]
}

resource search_errors_Shop_CL 'Microsoft.OperationalInsights/workspaces/savedSearches@2020-08-01' = {
  parent: workspace
  name: 'Shop_CL-errors'
  properties: {
    category: 'Shop_CL'
    displayName: 'Shop_CL: Errors'
    query: 'Shop_CL | where Severity in ("ERROR", "FATAL") | summarize events = count(), firstSeen = min(TimeGenerated), lastSeen = max(TimeGenerated) by Service, Release, Source, Problem | order by events desc'
  }
  dependsOn: [
    table_Shop_CL
  ]
}

resource search_one_request_Shop_CL 'Microsoft.OperationalInsights/workspaces/savedSearches@2020-08-01' = {
  parent: workspace
  name: 'Shop_CL-one-request'
  properties: {
    category: 'Shop_CL'
    displayName: 'Shop_CL: One request'
    query: 'Shop_CL | where Trace == traceId | project TimeGenerated, Service, Severity, Source, Text, Problem | order by TimeGenerated asc'
    functionAlias: 'ShopTrace'
    functionParameters: 'traceId:string'
  }
  dependsOn: [
    table_Shop_CL
  ]
}

resource search_volume_and_cost_Shop_CL 'Microsoft.OperationalInsights/workspaces/savedSearches@2020-08-01' = {
  parent: workspace
  name: 'Shop_CL-volume-and-cost'
  properties: {
    category: 'Shop_CL'
    displayName: 'Shop_CL: Volume and cost'
    query: 'let price = 1.0; Shop_CL | summarize MB = sum(_BilledSize) / 1e6, rows = count() by Service, Source, Severity | extend cost = MB / 1000 * price | top 20 by MB desc'
  }
  dependsOn: [
    table_Shop_CL
  ]
}

resource search_instances_Shop_CL 'Microsoft.OperationalInsights/workspaces/savedSearches@2020-08-01' = {
  parent: workspace
  name: 'Shop_CL-instances'
  properties: {
    category: 'Shop_CL'
    displayName: 'Shop_CL: Instances'
    query: 'Shop_CL | summarize rows = count(), lastSeen = max(TimeGenerated) by Service, Pod, Release | order by lastSeen asc'
  }
  dependsOn: [
    table_Shop_CL
  ]
}

resource search_delay_in_seconds_Shop_CL 'Microsoft.OperationalInsights/workspaces/savedSearches@2020-08-01' = {
  parent: workspace
  name: 'Shop_CL-delay-in-seconds'
  properties: {
    category: 'Shop_CL'
    displayName: 'Shop_CL: Delay in seconds'
    query: 'Shop_CL | extend late = datetime_diff(\'second\', ingestion_time(), TimeGenerated) | summarize percentiles(late, 50, 95) by bin(TimeGenerated, 5m) | render timechart'
  }
  dependsOn: [
    table_Shop_CL
  ]
}

resource search_dropped_events_Shop_CL 'Microsoft.OperationalInsights/workspaces/savedSearches@2020-08-01' = {
  parent: workspace
  name: 'Shop_CL-dropped-events'
  properties: {
    category: 'Shop_CL'
    displayName: 'Shop_CL: Dropped events'
    query: 'Shop_CL | where Source == "io.github.azuremonitor.appender" | project TimeGenerated, Service, Pod, Text | order by TimeGenerated desc'
  }
  dependsOn: [
    table_Shop_CL
  ]
}

output endpoint string = rule.properties.endpoints.logsIngestion
output dcrImmutableId string = rule.properties.immutableId
output streamNames array = [
  'Custom-Shop_CL'
]
output ruleResourceId string = rule.id
output workspaceCustomerId string = workspace.properties.customerId
