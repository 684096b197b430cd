@description('Name of the Log Analytics workspace, in the resource group of this deployment')
param workspaceName string

@description('Region of the workspace; the rule must be in the same')
param location string = resourceGroup().location

@description('Name of the data collection rule')
param ruleName string = 'logs-Orders'

@description('Name of the data collection endpoint')
param endpointName string = 'logs-Orders-endpoint'

@description('Enabled, or Disabled for private link alone')
param publicNetworkAccess string = 'Disabled'

@description('Object id of the identity that sends: managed identity or service principal; empty for no role')
param principalId string = ''

@description('Days of retention in all, up to 4383; -1 for no long-term retention')
param totalRetentionInDays int = -1

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' existing = {
  name: workspaceName
}

resource table_Orders_CL 'Microsoft.OperationalInsights/workspaces/tables@2025-07-01' = {
  parent: workspace
  name: 'Orders_CL'
  properties: {
    plan: 'Auxiliary'
    totalRetentionInDays: totalRetentionInDays
    schema: {
      name: 'Orders_CL'
      columns: [
        { name: 'TimeGenerated', type: 'dateTime' }
        { name: 'Level', type: 'string' }
        { name: 'Logger', type: 'string' }
        { name: 'Message', type: 'string' }
        { name: 'ExceptionType', type: 'string' }
        { name: 'StackTrace', type: 'string' }
        { name: 'TraceId', type: 'string' }
        { name: 'SpanId', type: 'string' }
        { name: 'AppName', type: 'string' }
        { name: 'AppInstance', type: 'string' }
        { name: 'Properties', type: 'dynamic' }
        { name: 'OrderId', type: 'long' }
        { name: 'EventTime', type: 'dateTime' }
      ]
    }
  }
}

resource dce 'Microsoft.Insights/dataCollectionEndpoints@2023-03-11' = {
  name: endpointName
  location: location
  properties: {
    networkAcls: {
      publicNetworkAccess: publicNetworkAccess
    }
  }
}

resource rule 'Microsoft.Insights/dataCollectionRules@2023-03-11' = {
  name: ruleName
  location: location
  properties: {
    dataCollectionEndpointId: dce.id
    streamDeclarations: {
      'Custom-Orders_CL': {
        columns: [
          { name: 'TimeGenerated', type: 'datetime' }
          { name: 'Level', type: 'string' }
          { name: 'Logger', type: 'string' }
          { name: 'Message', type: 'string' }
          { name: 'ExceptionType', type: 'string' }
          { name: 'StackTrace', type: 'string' }
          { name: 'TraceId', type: 'string' }
          { name: 'SpanId', type: 'string' }
          { name: 'AppName', type: 'string' }
          { name: 'AppInstance', type: 'string' }
          { name: 'Properties', type: 'dynamic' }
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
          'Custom-Orders_CL'
        ]
        destinations: [
          'workspace'
        ]
        transformKql: 'source | extend EventTime = TimeGenerated'
        outputStream: 'Custom-Orders_CL'
      }
    ]
  }
  dependsOn: [
    table_Orders_CL
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

output endpoint string = dce.properties.logsIngestion.endpoint
output dcrImmutableId string = rule.properties.immutableId
output streamNames array = [
  'Custom-Orders_CL'
]
output ruleResourceId string = rule.id
output workspaceCustomerId string = workspace.properties.customerId
