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
  default     = "logs-Shop"
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

variable "action_group_id" {
  type        = string
  description = "Resource id of the action group that alerts call; empty for none"
  default     = ""
}

variable "daily_budget_gb" {
  type        = number
  description = "GB that a table may take in a day before an alert tells"
  default     = 1
}

resource "azapi_resource" "table_Shop_CL" {
  type      = "Microsoft.OperationalInsights/workspaces/tables@2025-07-01"
  name      = "Shop_CL"
  parent_id = var.workspace_id
  body = {
    properties = {
      plan = "Analytics"
      retentionInDays = var.retention_in_days
      totalRetentionInDays = var.total_retention_in_days
      schema = {
        name = "Shop_CL"
        columns = [
          { name = "TimeGenerated", type = "dateTime" },
          { name = "Severity", type = "string" },
          { name = "Source", type = "string" },
          { name = "Text", type = "string" },
          { name = "Problem", type = "string" },
          { name = "Trace", type = "string" },
          { name = "Service", type = "string" },
          { name = "Pod", type = "string" },
          { name = "Release", type = "string" },
          { name = "OrderId", type = "long" },
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
        "Custom-Shop_CL" = {
          columns = [
            { name = "TimeGenerated", type = "datetime" },
            { name = "Severity", type = "string" },
            { name = "Source", type = "string" },
            { name = "Text", type = "string" },
            { name = "Problem", type = "string" },
            { name = "Trace", type = "string" },
            { name = "Service", type = "string" },
            { name = "Pod", type = "string" },
            { name = "Release", type = "string" },
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
            "Custom-Shop_CL",
          ]
          destinations = [
            "workspace",
          ]
          transformKql = "source | extend EventTime = TimeGenerated"
          outputStream = "Custom-Shop_CL"
        },
      ]
    }
  }
  response_export_values = ["properties.immutableId", "properties.endpoints.logsIngestion"]
  depends_on = [
    azapi_resource.table_Shop_CL,
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

resource "azapi_resource" "workbook" {
  type      = "Microsoft.Insights/workbooks@2023-06-01"
  name      = uuidv5("url", "${var.workspace_id}/java-logs")
  parent_id = var.resource_group_id
  location  = var.location
  body = {
    kind = "shared"
    properties = {
      displayName = "Java logs"
      category = "workbook"
      version = "Notebook/1.0"
      sourceId = var.workspace_id
      serializedData = "{\"version\":\"Notebook/1.0\",\"items\":[{\"type\":9,\"name\":\"parameters\",\"content\":{\"version\":\"KqlParameterItem/1.0\",\"parameters\":[{\"version\":\"KqlParameterItem/1.0\",\"name\":\"TimeRange\",\"label\":\"Time\",\"type\":4,\"isRequired\":true,\"value\":{\"durationMs\":86400000}},{\"version\":\"KqlParameterItem/1.0\",\"name\":\"TraceId\",\"label\":\"Trace\",\"type\":1,\"value\":\"\"}],\"queryType\":0,\"resourceType\":\"microsoft.operationalinsights/workspaces\"}},{\"type\":1,\"name\":\"Shop_CL\",\"content\":{\"json\":\"## Shop_CL\"}},{\"type\":3,\"name\":\"Shop_CL Events by level\",\"content\":{\"version\":\"KqlItem/1.0\",\"query\":\"Shop_CL | summarize events = count() by bin(TimeGenerated, 5m), Severity\",\"size\":0,\"title\":\"Events by level\",\"timeContextFromParameter\":\"TimeRange\",\"queryType\":0,\"resourceType\":\"microsoft.operationalinsights/workspaces\",\"visualization\":\"timechart\"}},{\"type\":3,\"name\":\"Shop_CL Errors\",\"content\":{\"version\":\"KqlItem/1.0\",\"query\":\"Shop_CL | where Severity in (\\\"ERROR\\\", \\\"FATAL\\\") | summarize events = count(), firstSeen = min(TimeGenerated), lastSeen = max(TimeGenerated) by Service, Release, Source, Problem | order by events desc\",\"size\":0,\"title\":\"Errors\",\"timeContextFromParameter\":\"TimeRange\",\"queryType\":0,\"resourceType\":\"microsoft.operationalinsights/workspaces\",\"visualization\":\"table\"}},{\"type\":3,\"name\":\"Shop_CL One request\",\"content\":{\"version\":\"KqlItem/1.0\",\"query\":\"Shop_CL | where Trace == \\\"{TraceId}\\\" | project TimeGenerated, Service, Severity, Source, Text, Problem | order by TimeGenerated asc\",\"size\":0,\"title\":\"One request\",\"timeContextFromParameter\":\"TimeRange\",\"queryType\":0,\"resourceType\":\"microsoft.operationalinsights/workspaces\",\"visualization\":\"table\"}},{\"type\":3,\"name\":\"Shop_CL Volume and cost\",\"content\":{\"version\":\"KqlItem/1.0\",\"query\":\"let price = 1.0; Shop_CL | summarize MB = sum(_BilledSize) / 1e6, rows = count() by Service, Source, Severity | extend cost = MB / 1000 * price | top 20 by MB desc\",\"size\":0,\"title\":\"Volume and cost\",\"timeContextFromParameter\":\"TimeRange\",\"queryType\":0,\"resourceType\":\"microsoft.operationalinsights/workspaces\",\"visualization\":\"table\"}},{\"type\":3,\"name\":\"Shop_CL Instances\",\"content\":{\"version\":\"KqlItem/1.0\",\"query\":\"Shop_CL | summarize rows = count(), lastSeen = max(TimeGenerated) by Service, Pod, Release | order by lastSeen asc\",\"size\":0,\"title\":\"Instances\",\"timeContextFromParameter\":\"TimeRange\",\"queryType\":0,\"resourceType\":\"microsoft.operationalinsights/workspaces\",\"visualization\":\"table\"}},{\"type\":3,\"name\":\"Shop_CL Delay in seconds\",\"content\":{\"version\":\"KqlItem/1.0\",\"query\":\"Shop_CL | extend late = datetime_diff('second', ingestion_time(), TimeGenerated) | summarize percentiles(late, 50, 95) by bin(TimeGenerated, 5m)\",\"size\":0,\"title\":\"Delay in seconds\",\"timeContextFromParameter\":\"TimeRange\",\"queryType\":0,\"resourceType\":\"microsoft.operationalinsights/workspaces\",\"visualization\":\"timechart\"}},{\"type\":3,\"name\":\"Shop_CL Dropped events\",\"content\":{\"version\":\"KqlItem/1.0\",\"query\":\"Shop_CL | where Source == \\\"io.github.azuremonitor.appender\\\" | project TimeGenerated, Service, Pod, Text | order by TimeGenerated desc\",\"size\":0,\"title\":\"Dropped events\",\"timeContextFromParameter\":\"TimeRange\",\"queryType\":0,\"resourceType\":\"microsoft.operationalinsights/workspaces\",\"visualization\":\"table\"}}],\"$schema\":\"https://github.com/Microsoft/Application-Insights-Workbooks/blob/master/schema/workbook.json\"}"
    }
  }
  depends_on = [
    azapi_resource.table_Shop_CL,
  ]
}

resource "azapi_resource" "alert_errors_Shop_CL" {
  type      = "Microsoft.Insights/scheduledQueryRules@2023-12-01"
  name      = "Shop_CL-errors"
  parent_id = var.resource_group_id
  location  = var.location
  body = {
    kind = "LogAlert"
    properties = {
      displayName = "Shop_CL: errors"
      description = "More than one event of twenty is an error"
      severity = 1
      enabled = true
      evaluationFrequency = "PT5M"
      windowSize = "PT15M"
      autoMitigate = true
      skipQueryValidation = true
      scopes = [
        var.workspace_id,
      ]
      criteria = {
        allOf = [
          {
            query = "Shop_CL | summarize events = count(), errors = countif(Severity in (\"ERROR\", \"FATAL\")) by Service | where events >= 20 | extend percent = 100.0 * errors / events"
            metricMeasureColumn = "percent"
            timeAggregation = "Maximum"
            operator = "GreaterThan"
            threshold = 5
            failingPeriods = {
              numberOfEvaluationPeriods = 1
              minFailingPeriodsToAlert = 1
            }
          },
        ]
      }
      actions = {
        actionGroups = var.action_group_id == "" ? [] : [var.action_group_id]
      }
    }
  }
  depends_on = [
    azapi_resource.table_Shop_CL,
  ]
}

resource "azapi_resource" "alert_silence_Shop_CL" {
  type      = "Microsoft.Insights/scheduledQueryRules@2023-12-01"
  name      = "Shop_CL-silence"
  parent_id = var.resource_group_id
  location  = var.location
  body = {
    kind = "LogAlert"
    properties = {
      displayName = "Shop_CL: silence"
      description = "An instance that did not stop in order gives no heartbeat for 5 minutes"
      severity = 2
      enabled = true
      evaluationFrequency = "PT5M"
      windowSize = "PT6H"
      autoMitigate = true
      skipQueryValidation = true
      scopes = [
        var.workspace_id,
      ]
      criteria = {
        allOf = [
          {
            query = "Shop_CL | where Source == \"io.github.azuremonitor.appender.heartbeat\" | summarize arg_max(TimeGenerated, Text) by Service, Pod | where TimeGenerated < ago(5m) and Text startswith \"running\""
            timeAggregation = "Count"
            operator = "GreaterThan"
            threshold = 0
            failingPeriods = {
              numberOfEvaluationPeriods = 1
              minFailingPeriodsToAlert = 1
            }
          },
        ]
      }
      actions = {
        actionGroups = var.action_group_id == "" ? [] : [var.action_group_id]
      }
    }
  }
  depends_on = [
    azapi_resource.table_Shop_CL,
  ]
}

resource "azapi_resource" "alert_delay_Shop_CL" {
  type      = "Microsoft.Insights/scheduledQueryRules@2023-12-01"
  name      = "Shop_CL-delay"
  parent_id = var.resource_group_id
  location  = var.location
  body = {
    kind = "LogAlert"
    properties = {
      displayName = "Shop_CL: delay"
      description = "Rows arrive more than ten minutes late"
      severity = 2
      enabled = true
      evaluationFrequency = "PT15M"
      windowSize = "PT30M"
      autoMitigate = true
      skipQueryValidation = true
      overrideQueryTimeRange = "P2D"
      scopes = [
        var.workspace_id,
      ]
      criteria = {
        allOf = [
          {
            query = "Shop_CL | where ingestion_time() > ago(30m) | extend late = datetime_diff('second', ingestion_time(), TimeGenerated) | summarize seconds = percentile(late, 95)"
            metricMeasureColumn = "seconds"
            timeAggregation = "Maximum"
            operator = "GreaterThan"
            threshold = 600
            failingPeriods = {
              numberOfEvaluationPeriods = 1
              minFailingPeriodsToAlert = 1
            }
          },
        ]
      }
      actions = {
        actionGroups = var.action_group_id == "" ? [] : [var.action_group_id]
      }
    }
  }
  depends_on = [
    azapi_resource.table_Shop_CL,
  ]
}

resource "azapi_resource" "alert_volume_Shop_CL" {
  type      = "Microsoft.Insights/scheduledQueryRules@2023-12-01"
  name      = "Shop_CL-volume"
  parent_id = var.resource_group_id
  location  = var.location
  body = {
    kind = "LogAlert"
    properties = {
      displayName = "Shop_CL: volume"
      description = "The table takes more than its budget in a day"
      severity = 3
      enabled = true
      evaluationFrequency = "PT1H"
      windowSize = "P1D"
      autoMitigate = true
      skipQueryValidation = true
      scopes = [
        var.workspace_id,
      ]
      criteria = {
        allOf = [
          {
            query = "Shop_CL | summarize GB = sum(_BilledSize) / 1e9"
            metricMeasureColumn = "GB"
            timeAggregation = "Total"
            operator = "GreaterThan"
            threshold = var.daily_budget_gb
            failingPeriods = {
              numberOfEvaluationPeriods = 1
              minFailingPeriodsToAlert = 1
            }
          },
        ]
      }
      actions = {
        actionGroups = var.action_group_id == "" ? [] : [var.action_group_id]
      }
    }
  }
  depends_on = [
    azapi_resource.table_Shop_CL,
  ]
}

resource "azapi_resource" "alert_dropped_Shop_CL" {
  type      = "Microsoft.Insights/scheduledQueryRules@2023-12-01"
  name      = "Shop_CL-dropped"
  parent_id = var.resource_group_id
  location  = var.location
  body = {
    kind = "LogAlert"
    properties = {
      displayName = "Shop_CL: dropped"
      description = "An application dropped events"
      severity = 2
      enabled = true
      evaluationFrequency = "PT15M"
      windowSize = "PT15M"
      autoMitigate = true
      skipQueryValidation = true
      scopes = [
        var.workspace_id,
      ]
      criteria = {
        allOf = [
          {
            query = "Shop_CL | where Source == \"io.github.azuremonitor.appender\""
            timeAggregation = "Count"
            operator = "GreaterThan"
            threshold = 0
            failingPeriods = {
              numberOfEvaluationPeriods = 1
              minFailingPeriodsToAlert = 1
            }
          },
        ]
      }
      actions = {
        actionGroups = var.action_group_id == "" ? [] : [var.action_group_id]
      }
    }
  }
  depends_on = [
    azapi_resource.table_Shop_CL,
  ]
}

resource "azapi_resource" "alert_refused_Shop_CL" {
  type      = "Microsoft.Insights/scheduledQueryRules@2023-12-01"
  name      = "Shop_CL-refused"
  parent_id = var.resource_group_id
  location  = var.location
  body = {
    kind = "LogAlert"
    properties = {
      displayName = "Shop_CL: refused"
      description = "The rule accepted rows that it could not store"
      severity = 1
      enabled = true
      evaluationFrequency = "PT15M"
      windowSize = "PT15M"
      autoMitigate = true
      skipQueryValidation = true
      scopes = [
        var.workspace_id,
      ]
      criteria = {
        allOf = [
          {
            query = "DCRLogErrors | where InputStreamId == \"Custom-Shop_CL\""
            timeAggregation = "Count"
            operator = "GreaterThan"
            threshold = 0
            failingPeriods = {
              numberOfEvaluationPeriods = 1
              minFailingPeriodsToAlert = 1
            }
          },
        ]
      }
      actions = {
        actionGroups = var.action_group_id == "" ? [] : [var.action_group_id]
      }
    }
  }
  depends_on = [
    azapi_resource.table_Shop_CL,
  ]
}

resource "azapi_resource" "rule_errors" {
  type      = "Microsoft.Insights/diagnosticSettings@2021-05-01-preview"
  name      = "errors"
  parent_id = azapi_resource.rule.id
  body = {
    properties = {
      workspaceId = var.workspace_id
      logs = [
        {
          category = "LogErrors"
          enabled = true
        },
      ]
    }
  }
  depends_on = [
    azapi_resource.table_Shop_CL,
  ]
}

resource "azapi_resource" "summary_Shop_CL" {
  type      = "Microsoft.OperationalInsights/workspaces/summaryLogs@2025-07-01"
  name      = "ShopByHour"
  parent_id = var.workspace_id
  body = {
    properties = {
      ruleType = "User"
      description = "Events of Shop_CL by the hour"
      ruleDefinition = {
        query = "Shop_CL | summarize events = count(), errors = countif(Severity in (\"ERROR\", \"FATAL\")) by Service, Release, Source"
        binSize = 60
        destinationTable = "ShopByHour_CL"
      }
    }
  }
  depends_on = [
    azapi_resource.table_Shop_CL,
  ]
}

resource "azapi_resource" "search_rows_of_errors_Shop_CL" {
  type      = "Microsoft.OperationalInsights/workspaces/savedSearches@2020-08-01"
  name      = "Shop_CL-rows-of-errors"
  parent_id = var.workspace_id
  body = {
    properties = {
      category = "Shop_CL"
      displayName = "Shop_CL: Rows of errors"
      query = "Shop_CL | where Severity in (\"ERROR\", \"FATAL\")"
      functionAlias = "ShopErrors"
    }
  }
  depends_on = [
    azapi_resource.table_Shop_CL,
  ]
}

resource "azapi_resource" "search_events_by_level_Shop_CL" {
  type      = "Microsoft.OperationalInsights/workspaces/savedSearches@2020-08-01"
  name      = "Shop_CL-events-by-level"
  parent_id = var.workspace_id
  body = {
    properties = {
      category = "Shop_CL"
      displayName = "Shop_CL: Events by level"
      query = "Shop_CL | summarize events = count() by bin(TimeGenerated, 5m), Severity | render timechart"
    }
  }
  depends_on = [
    azapi_resource.table_Shop_CL,
  ]
}

resource "azapi_resource" "search_errors_Shop_CL" {
  type      = "Microsoft.OperationalInsights/workspaces/savedSearches@2020-08-01"
  name      = "Shop_CL-errors"
  parent_id = var.workspace_id
  body = {
    properties = {
      category = "Shop_CL"
      displayName = "Shop_CL: Errors"
      query = "Shop_CL | where Severity in (\"ERROR\", \"FATAL\") | summarize events = count(), firstSeen = min(TimeGenerated), lastSeen = max(TimeGenerated) by Service, Release, Source, Problem | order by events desc"
    }
  }
  depends_on = [
    azapi_resource.table_Shop_CL,
  ]
}

resource "azapi_resource" "search_one_request_Shop_CL" {
  type      = "Microsoft.OperationalInsights/workspaces/savedSearches@2020-08-01"
  name      = "Shop_CL-one-request"
  parent_id = var.workspace_id
  body = {
    properties = {
      category = "Shop_CL"
      displayName = "Shop_CL: One request"
      query = "Shop_CL | where Trace == traceId | project TimeGenerated, Service, Severity, Source, Text, Problem | order by TimeGenerated asc"
      functionAlias = "ShopTrace"
      functionParameters = "traceId:string"
    }
  }
  depends_on = [
    azapi_resource.table_Shop_CL,
  ]
}

resource "azapi_resource" "search_volume_and_cost_Shop_CL" {
  type      = "Microsoft.OperationalInsights/workspaces/savedSearches@2020-08-01"
  name      = "Shop_CL-volume-and-cost"
  parent_id = var.workspace_id
  body = {
    properties = {
      category = "Shop_CL"
      displayName = "Shop_CL: Volume and cost"
      query = "let price = 1.0; Shop_CL | summarize MB = sum(_BilledSize) / 1e6, rows = count() by Service, Source, Severity | extend cost = MB / 1000 * price | top 20 by MB desc"
    }
  }
  depends_on = [
    azapi_resource.table_Shop_CL,
  ]
}

resource "azapi_resource" "search_instances_Shop_CL" {
  type      = "Microsoft.OperationalInsights/workspaces/savedSearches@2020-08-01"
  name      = "Shop_CL-instances"
  parent_id = var.workspace_id
  body = {
    properties = {
      category = "Shop_CL"
      displayName = "Shop_CL: Instances"
      query = "Shop_CL | summarize rows = count(), lastSeen = max(TimeGenerated) by Service, Pod, Release | order by lastSeen asc"
    }
  }
  depends_on = [
    azapi_resource.table_Shop_CL,
  ]
}

resource "azapi_resource" "search_delay_in_seconds_Shop_CL" {
  type      = "Microsoft.OperationalInsights/workspaces/savedSearches@2020-08-01"
  name      = "Shop_CL-delay-in-seconds"
  parent_id = var.workspace_id
  body = {
    properties = {
      category = "Shop_CL"
      displayName = "Shop_CL: Delay in seconds"
      query = "Shop_CL | extend late = datetime_diff('second', ingestion_time(), TimeGenerated) | summarize percentiles(late, 50, 95) by bin(TimeGenerated, 5m) | render timechart"
    }
  }
  depends_on = [
    azapi_resource.table_Shop_CL,
  ]
}

resource "azapi_resource" "search_dropped_events_Shop_CL" {
  type      = "Microsoft.OperationalInsights/workspaces/savedSearches@2020-08-01"
  name      = "Shop_CL-dropped-events"
  parent_id = var.workspace_id
  body = {
    properties = {
      category = "Shop_CL"
      displayName = "Shop_CL: Dropped events"
      query = "Shop_CL | where Source == \"io.github.azuremonitor.appender\" | project TimeGenerated, Service, Pod, Text | order by TimeGenerated desc"
    }
  }
  depends_on = [
    azapi_resource.table_Shop_CL,
  ]
}

output "endpoint" {
  value = azapi_resource.rule.output.properties.endpoints.logsIngestion
}

output "dcr_immutable_id" {
  value = azapi_resource.rule.output.properties.immutableId
}

output "stream_names" {
  value = [
    "Custom-Shop_CL",
  ]
}

output "rule_resource_id" {
  value = azapi_resource.rule.id
}

output "workspace_customer_id" {
  value = data.azapi_resource.workspace.output.properties.customerId
}
