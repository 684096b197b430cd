@description('Name of the Log Analytics workspace, in the resource group of this deployment')
param workspaceName string

@description('Region of the workspace; the rule must be in the same')
param location string = 'westeurope'

@description('Name of the data collection rule')
param ruleName string = 'shop-logs'

@description('Object id of the identity that sends: managed identity or service principal; empty for no role')
param principalId string = ''

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' existing = {
  name: workspaceName
}

resource table_Orders_CL 'Microsoft.OperationalInsights/workspaces/tables@2025-07-01' = {
  parent: workspace
  name: 'Orders_CL'
  properties: {
    plan: 'Basic'
    totalRetentionInDays: 365
    schema: {
      name: 'Orders_CL'
      columns: [
        { name: 'TimeGenerated', type: 'dateTime' }
        { name: 'Level', type: 'string' }
        {
          name: 'Message'
          type: 'string'
          description: 'What happened'
        }
        { name: 'TraceId', type: 'guid' }
        { name: 'Till', type: 'int' }
        { name: 'Logger', type: 'string' }
        { name: 'ExceptionType', type: 'string' }
        { name: 'StackTrace', type: 'string' }
        { name: 'SpanId', type: 'string' }
        { name: 'AppName', type: 'string' }
        { name: 'AppInstance', type: 'string' }
        { name: 'Properties', type: 'dynamic' }
        { name: 'OrderId', type: 'long' }
      ]
    }
  }
}

resource rule 'Microsoft.Insights/dataCollectionRules@2023-03-11' = {
  name: ruleName
  location: location
  kind: 'Direct'
  tags: {
    team: 'shop'
  }
  properties: {
    description: 'What the shop\'s services log; it\'s "ours"'
    streamDeclarations: {
      'Custom-Orders_CL': {
        columns: [
          { name: 'TimeGenerated', type: 'datetime' }
          { name: 'Level', type: 'string' }
          { name: 'Message', type: 'string' }
          { name: 'Till', type: 'int' }
          { name: 'Logger', type: 'string' }
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
      'Custom-Payments_CL': {
        columns: [
          { name: 'TimeGenerated', type: 'datetime' }
          { name: 'Amount', type: 'real' }
        ]
      }
    }
    destinations: {
      logAnalytics: [
        {
          name: 'shop-workspace'
          workspaceId: '00000000-0000-0000-0000-00000000000a'
          workspaceResourceId: '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/shop/providers/Microsoft.OperationalInsights/workspaces/shop'
        }
      ]
    }
    dataFlows: [
      {
        streams: [
          'Custom-Orders_CL'
        ]
        destinations: [
          'shop-workspace'
        ]
        transformKql: 'source | where Level != \'TRACE\' | project TimeGenerated, Level, Message, Till'
        outputStream: 'Custom-Orders_CL'
      }
      {
        streams: [
          'Custom-Payments_CL'
        ]
        destinations: [
          'shop-workspace'
        ]
        transformKql: 'source'
        outputStream: 'Custom-Payments_CL'
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

output endpoint string = rule.properties.endpoints.logsIngestion
output dcrImmutableId string = rule.properties.immutableId
output streamNames array = [
  'Custom-Orders_CL'
]
output ruleResourceId string = rule.id
output workspaceCustomerId string = workspace.properties.customerId
