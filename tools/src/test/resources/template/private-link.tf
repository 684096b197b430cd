terraform {
  required_providers {
    azapi = {
      source  = "Azure/azapi"
      version = "~> 2.0"
    }
  }
}

data "azapi_client_config" "current" {}

data "azapi_resource" "workspace" {
  type                   = "Microsoft.OperationalInsights/workspaces@2023-09-01"
  resource_id            = var.workspace_id
  response_export_values = ["properties.customerId"]
}

variable "workspace_id" {
  type        = string
  description = "Resource id of the Log Analytics workspace"
}

variable "resource_group_id" {
  type        = string
  description = "Resource id of the resource group of the rule"
}

variable "location" {
  type        = string
  description = "Region of the workspace; the rule must be in the same"
}

variable "rule_name" {
  type        = string
  description = "Name of the data collection rule"
  default     = "logs-Orders"
}

variable "endpoint_name" {
  type        = string
  description = "Name of the data collection endpoint"
  default     = "logs-Orders-endpoint"
}

variable "public_network_access" {
  type        = string
  description = "Enabled, or Disabled for private link alone"
  default     = "Disabled"
}

variable "principal_id" {
  type        = string
  description = "Object id of the identity that sends: managed identity or service principal; empty for no role"
  default     = ""
}

variable "total_retention_in_days" {
  type        = number
  description = "Days of retention in all, up to 4383; -1 for no long-term retention"
  default     = -1
}

resource "azapi_resource" "table_Orders_CL" {
  type      = "Microsoft.OperationalInsights/workspaces/tables@2025-07-01"
  name      = "Orders_CL"
  parent_id = var.workspace_id
  body = {
    properties = {
      plan = "Auxiliary"
      totalRetentionInDays = var.total_retention_in_days
      schema = {
        name = "Orders_CL"
        columns = [
          { name = "TimeGenerated", type = "dateTime" },
          { name = "Level", type = "string" },
          { name = "Logger", type = "string" },
          { name = "Message", type = "string" },
          { name = "ExceptionType", type = "string" },
          { name = "StackTrace", type = "string" },
          { name = "TraceId", type = "string" },
          { name = "SpanId", type = "string" },
          { name = "AppName", type = "string" },
          { name = "AppInstance", type = "string" },
          { name = "Properties", type = "dynamic" },
          { name = "OrderId", type = "long" },
          { name = "EventTime", type = "dateTime" },
        ]
      }
    }
  }
}

resource "azapi_resource" "dce" {
  type      = "Microsoft.Insights/dataCollectionEndpoints@2023-03-11"
  name      = var.endpoint_name
  parent_id = var.resource_group_id
  location  = var.location
  body = {
    properties = {
      networkAcls = {
        publicNetworkAccess = var.public_network_access
      }
    }
  }
  response_export_values = ["properties.logsIngestion.endpoint"]
}

resource "azapi_resource" "rule" {
  type      = "Microsoft.Insights/dataCollectionRules@2023-03-11"
  name      = var.rule_name
  parent_id = var.resource_group_id
  location  = var.location
  body = {
    properties = {
      dataCollectionEndpointId = azapi_resource.dce.id
      streamDeclarations = {
        "Custom-Orders_CL" = {
          columns = [
            { name = "TimeGenerated", type = "datetime" },
            { name = "Level", type = "string" },
            { name = "Logger", type = "string" },
            { name = "Message", type = "string" },
            { name = "ExceptionType", type = "string" },
            { name = "StackTrace", type = "string" },
            { name = "TraceId", type = "string" },
            { name = "SpanId", type = "string" },
            { name = "AppName", type = "string" },
            { name = "AppInstance", type = "string" },
            { name = "Properties", type = "dynamic" },
            { name = "OrderId", type = "long" },
          ]
        }
      }
      destinations = {
        logAnalytics = [
          {
            name = "workspace"
            workspaceResourceId = var.workspace_id
          },
        ]
      }
      dataFlows = [
        {
          streams = [
            "Custom-Orders_CL",
          ]
          destinations = [
            "workspace",
          ]
          transformKql = "source | extend EventTime = TimeGenerated"
          outputStream = "Custom-Orders_CL"
        },
      ]
    }
  }
  response_export_values = ["properties.immutableId"]
  depends_on = [
    azapi_resource.table_Orders_CL,
  ]
}

resource "azapi_resource" "role" {
  count     = var.principal_id == "" ? 0 : 1
  type      = "Microsoft.Authorization/roleAssignments@2022-04-01"
  name      = uuidv5("url", "${azapi_resource.rule.id}/${var.principal_id}/3913510d-42f4-4e42-8a64-420c390055eb")
  parent_id = azapi_resource.rule.id
  body = {
    properties = {
      roleDefinitionId = "/subscriptions/${data.azapi_client_config.current.subscription_id}/providers/Microsoft.Authorization/roleDefinitions/3913510d-42f4-4e42-8a64-420c390055eb"
      principalId      = var.principal_id
      principalType    = "ServicePrincipal"
    }
  }
}

output "endpoint" {
  value = azapi_resource.dce.output.properties.logsIngestion.endpoint
}

output "dcr_immutable_id" {
  value = azapi_resource.rule.output.properties.immutableId
}

output "stream_names" {
  value = [
    "Custom-Orders_CL",
  ]
}

output "rule_resource_id" {
  value = azapi_resource.rule.id
}

output "workspace_customer_id" {
  value = data.azapi_resource.workspace.output.properties.customerId
}
