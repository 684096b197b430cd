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

variable "principal_id" {
  type        = string
  description = "Object id of the identity that sends: managed identity or service principal; empty for no role"
  default     = ""
}

variable "retention_in_days" {
  type        = number
  description = "Days of interactive retention, 4 to 730; -1 for the workspace's"
  default     = -1
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
      plan = "Analytics"
      retentionInDays = var.retention_in_days
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
          { name = "EventTime", type = "dateTime" },
        ]
      }
    }
  }
}

resource "azapi_resource" "table_OrderAudit_CL" {
  type      = "Microsoft.OperationalInsights/workspaces/tables@2025-07-01"
  name      = "OrderAudit_CL"
  parent_id = var.workspace_id
  body = {
    properties = {
      plan = "Analytics"
      retentionInDays = var.retention_in_days
      totalRetentionInDays = var.total_retention_in_days
      schema = {
        name = "OrderAudit_CL"
        columns = [
          { name = "TimeGenerated", type = "dateTime" },
          { name = "Who", type = "string" },
          { name = "OrderId", type = "long" },
          { name = "What", type = "string" },
          { name = "EventTime", type = "dateTime" },
        ]
      }
    }
  }
}

resource "azapi_resource" "rule" {
  type      = "Microsoft.Insights/dataCollectionRules@2023-03-11"
  name      = var.rule_name
  parent_id = var.resource_group_id
  location  = var.location
  body = {
    kind = "Direct"
    properties = {
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
          ]
        }
        "Custom-OrderAudit_CL" = {
          columns = [
            { name = "TimeGenerated", type = "datetime" },
            { name = "Who", type = "string" },
            { name = "OrderId", type = "long" },
            { name = "What", type = "string" },
            { name = "EventTime", type = "datetime" },
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
        {
          streams = [
            "Custom-OrderAudit_CL",
          ]
          destinations = [
            "workspace",
          ]
          transformKql = "source"
          outputStream = "Custom-OrderAudit_CL"
        },
      ]
    }
  }
  response_export_values = ["properties.immutableId", "properties.endpoints.logsIngestion"]
  depends_on = [
    azapi_resource.table_Orders_CL,
    azapi_resource.table_OrderAudit_CL,
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
  value = azapi_resource.rule.output.properties.endpoints.logsIngestion
}

output "dcr_immutable_id" {
  value = azapi_resource.rule.output.properties.immutableId
}

output "stream_names" {
  value = [
    "Custom-Orders_CL",
    "Custom-OrderAudit_CL",
  ]
}

output "rule_resource_id" {
  value = azapi_resource.rule.id
}

output "workspace_customer_id" {
  value = data.azapi_resource.workspace.output.properties.customerId
}
