package io.github.azuremonitor.appender.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.azuremonitor.appender.emulator.dcr.ColumnType;
import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import io.github.azuremonitor.appender.emulator.dcr.Definitions;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Expressions of ARM templates: evaluated where their values are known, else refused by their text. */
class TemplateTest {
    private static final String COLUMNS = "{'columns':[{'name':'Text','type':'string'}]}";

    @Test
    void parametersWithDefaultsAndVariablesAreTheirValues() throws Exception {
        Definitions definitions = read("""
                {'parameters': {
                   'table': {'type': 'string', 'defaultValue': 'Orders_CL'},
                   'kind': {'type': 'string', 'defaultValue': 'string'},
                   'workspaceId': {'type': 'string'},
                   'location': {'type': 'string', 'defaultValue': '[resourceGroup().location]'}},
                 'variables': {
                   'stream': "[concat('Custom-', parameters('table'))]",
                   'columns': [{'name': 'Text', 'type': "[parameters('kind')]"}, {'name': "It's", 'type': 'int'}],
                   'deep': {'kql': ["source", "source | extend Kind = 'a' "]}},
                 'resources': [
                  {'type': 'Microsoft.Insights/dataCollectionRules', 'name': "[uniqueString('x')]",
                   'location': "[parameters('location')]",
                   'properties': {
                     'streamDeclarations': {"[variables('stream')]": {'columns': "[variables('columns')]"}},
                     'destinations': {'logAnalytics': [{'workspaceResourceId': "[parameters('workspaceId')]", 'name': 'la'}]},
                     'dataFlows': [{'streams': ["[variables('stream')]"], 'destinations': ['la'],
                       'transformKql': "[variables('deep').kql[1]]",
                       'outputStream': "[format('{0}-{1}', 'Custom', toUpper('orders'))]"}]}},
                  {'type': 'Microsoft.OperationalInsights/workspaces/tables',
                   'name': "[format('{0}/{1}', last(split('a/b', '/')), parameters('table'))]",
                   'properties': {'schema': {'name': "[parameters('table')]", 'columns': [{'name': 'Text', 'type': 'string'}]}}}]}
                """.replace("last(split('a/b', '/'))", "'w'"));

        DcrDefinition rule = definitions.rules().get(0);
        assertThat(rule.streams())
                .isEqualTo(Map.of("Custom-Orders_CL", Map.of("Text", ColumnType.STRING, "It's", ColumnType.INT)));
        assertThat(rule.flows().get(0).transformKql()).isEqualTo("source | extend Kind = 'a' ");
        assertThat(rule.flows().get(0).outputStream()).isEqualTo("Custom-ORDERS");
        assertThat(definitions.tables().get(0).name()).isEqualTo("Orders_CL");
    }

    @Test
    void aTableWhoseWorkspaceOnlyADeploymentKnowsHasTheNameOfItsSchema() throws Exception {
        Definitions definitions = read("""
                {'parameters': {'workspaceName': {'type': 'string'}},
                 'resources': [
                  {'type': 'Microsoft.OperationalInsights/workspaces/tables',
                   'name': "[concat(parameters('workspaceName'), '/Orders_CL')]",
                   'properties': {'schema': {'name': 'Orders_CL', 'columns': [{'name': 'Text', 'type': 'string'}]}}}]}
                """);

        assertThat(definitions.tables().get(0).name()).isEqualTo("Orders_CL");
    }

    @Test
    void aConditionAndANestedTemplateWithItsOwnParametersCount() throws Exception {
        Definitions definitions = read("""
                {'parameters': {'with': {'type': 'bool', 'defaultValue': false}, 'name': {'defaultValue': 'Inner'}},
                 'resources': {
                  'left': {'type': 'Microsoft.Insights/dataCollectionRules', 'condition': "[parameters('with')]",
                    'properties': {'streamDeclarations': {'Custom-Left': %1$s}}},
                  'kept': {'type': 'Microsoft.Insights/dataCollectionRules', 'condition': "[not(parameters('with'))]",
                    'properties': {'streamDeclarations': {'[[Kept]': %1$s}}},
                  'nested': {'type': 'Microsoft.Resources/deployments', 'properties': {
                    'expressionEvaluationOptions': {'scope': 'inner'},
                    'parameters': {'stream': {'value': "[parameters('name')]"}, 'id': {'value': "[reference('x')]"}},
                    'template': {'parameters': {'stream': {'type': 'string'}, 'id': {'type': 'string'}}, 'resources': [
                      {'type': 'Microsoft.Insights/dataCollectionRules', 'properties': {'streamDeclarations':
                        {"[concat('Custom-', parameters('stream'))]": %1$s}}}]}}}}}
                """.formatted(COLUMNS));

        assertThat(definitions.rules())
                .extracting(rule -> rule.streams().keySet().iterator().next())
                .containsExactly("[Kept]", "Custom-Inner");
    }

    @Test
    void whatOnlyADeploymentKnowsIsNamedInOneLine() throws Exception {
        refused("'Custom-A'", "[reference('x').y]", "[reference('x').y], where reference() is not known");
        refused(
                "'Custom-A'",
                "[parameters('kql')]",
                "[parameters('kql')], where the parameter kql has no defaultValue");
        refused("'Custom-A'", "[variables('no')]", "[variables('no')], where there is no variable no");
        refused("'Custom-A'", "[variables('circle')]", "which means itself");
        refused("'Custom-A'", "[concat('a', ]", "[concat('a', ], where a name or a value is expected at character 14");
        refused("'Custom-A'", "[concat('a') x]", "where the end is expected at character 14");
        refused("'Custom-A'", "[variables('list')[7]]", "where a property is not there");
        refused(
                "\"[parameters('kql')]\"",
                "source",
                "[parameters('kql')], where the parameter kql has no defaultValue");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("{'resources':[{'type':'Microsoft.Insights/dataCollectionRules','name':'r',"
                        + "'copy':{'name':'each','count':3},'properties':{}}]}"))
                .withMessage("rule.json has a resource r with a copy loop, which the emulator does not unfold;"
                        + " write the value there");
    }

    private static void refused(String stream, String kql, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("""
                        {'parameters': {'kql': {'type': 'string'}}, 'variables': {'circle': "[variables('circle')]", 'list': []},
                         'resources': [{'type': 'Microsoft.Insights/dataCollectionRules', 'name': 'orders', 'properties': {
                           'streamDeclarations': {%s: %s},
                           'dataFlows': [{'streams': ['Custom-A'], 'transformKql': "%s"}]}}]}
                        """.formatted(stream, COLUMNS, kql)))
                .withMessageStartingWith("rule.json has a resource orders with [")
                .withMessageContaining(message)
                .withMessageNotContaining("\n");
    }

    /** Single quotes stand for double ones, outside of double quotes. */
    private static Definitions read(String json) throws Exception {
        JsonNode template = com.fasterxml.jackson.databind.json.JsonMapper.builder()
                .enable(com.fasterxml.jackson.core.json.JsonReadFeature.ALLOW_SINGLE_QUOTES)
                .build()
                .readTree(json);
        return Definitions.of(template, "rule.json");
    }
}
