// Microsoft's own language service: for each query of a file its errors and the columns of its answer, as one line of JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
require("@kusto/language-service-next/bridge.min.js");
require("@kusto/language-service-next/Kusto.Language.Bridge.min.js");
const { Kusto, Bridge } = globalThis;
const { Symbols } = Kusto.Language;

function each(list) {
  const all = [];
  for (const at = Bridge.getEnumerator(list); at.moveNext(); ) all.push(at.Current);
  return all;
}

const tables = Object.entries(JSON.parse(process.env.ORACLE_TABLES)).map(([name, columns]) =>
  Symbols.TableSymbol.From(columns).WithName(name),
);
const globals = Kusto.Language.GlobalState.Default.WithDatabase(new Symbols.DatabaseSymbol.$ctor1("workspace", tables));

for (const query of JSON.parse(readFileSync(process.env.ORACLE_QUERIES, "utf8"))) {
  const code = Kusto.Language.KustoCode.ParseAndAnalyze(query, globals);
  const errors = each(code.GetDiagnostics())
    .filter((found) => found.Severity === "Error")
    .map((found) => `${found.Start}: ${found.Message}`);
  const columns = code.ResultType?.Columns ? each(code.ResultType.Columns).map((c) => `${c.Name}:${c.Type.Name}`).join(" ") : "";
  console.log(JSON.stringify({ errors, columns }));
}
