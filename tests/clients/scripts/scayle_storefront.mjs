// Calls of a storefront client, one after another: what each came to, or how it threw, and where an answer is not what
// the client's own type declarations say.
import { createRequire } from "node:module";
import ts from "typescript";
import { StorefrontAPIClient } from "@scayle/storefront-api";
import backbone from "@aboutyou/backbone";

const { client: name, config, calls } = JSON.parse(process.argv[2]);
const { made, types } = {
  storefront: { made: (config) => new StorefrontAPIClient(config), types: ["@scayle/storefront-api", "StorefrontAPIClient"] },
  backbone: { made: (config) => new backbone.BapiClient(config), types: ["@aboutyou/backbone", "BapiClient"] },
}[name];

const entry = createRequire(import.meta.url).resolve(types[0]).replace(/\.c?js$/, ".d.ts");
const program = ts.createProgram([entry], { strict: true, lib: ["lib.es2022.d.ts", "lib.dom.d.ts"], types: [] });
const checker = program.getTypeChecker();
const source = program.getSourceFile(entry);
const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(source)).find((each) => each.name === types[1]);
const aliased = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;

const member = (type, key) => checker.getTypeOfSymbolAtLocation(type.getProperty(key), source);

function declared(area, method) {
  const [signature] = member(member(checker.getDeclaredTypeOfSymbol(aliased), area), method).getCallSignatures();
  return checker.getAwaitedType(signature.getReturnType());
}

const PRIMITIVE = ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike;
const NOTHING = ts.TypeFlags.Undefined | ts.TypeFlags.Void;

function faults(value, type, path) {
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return [];
  if (type.isUnion()) {
    const each = type.types.map((one) => faults(value, one, path));
    return each.find((one) => !one.length) ?? each.sort((a, b) => depth(b) - depth(a))[0];
  }
  if (type.isIntersection()) {
    const plain = type.types.filter((one) => one.flags & PRIMITIVE);
    if (plain.length) return plain.flatMap((one) => faults(value, one, path));
  }
  const wrong = [`${path} is ${JSON.stringify(value)?.slice(0, 60)}, not ${checker.typeToString(type)}`];
  if (value === undefined || type.flags & NOTHING) return value === undefined && type.flags & NOTHING ? [] : wrong;
  if (value === null || type.flags & ts.TypeFlags.Null) return value === null && type.flags & ts.TypeFlags.Null ? [] : wrong;
  if (type.flags & ts.TypeFlags.EnumLiteral) return value === type.value ? [] : wrong;
  if (typeof value !== "object") return checker.isTypeAssignableTo(literal(value), type) ? [] : wrong;
  if (checker.isArrayType(type) || checker.isTupleType(type)) {
    const elements = checker.getTypeArguments(type);
    const fits = checker.isArrayType(type) || elements.length === value.length;
    if (!Array.isArray(value) || !fits) return wrong;
    return value.flatMap((one, i) => faults(one, elements[checker.isArrayType(type) ? 0 : i], `${path}[${i}]`));
  }
  if (Array.isArray(value) || !(type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))) return wrong;
  return membersOf(value, type, path);
}

const depth = ([first]) => first.split(" ")[0].length;

const literal = (value) =>
  typeof value === "string" ? checker.getStringLiteralType(value)
  : typeof value === "number" ? checker.getNumberLiteralType(value)
  : value ? checker.getTrueType() : checker.getFalseType();

function membersOf(value, type, path) {
  const known = checker.getPropertiesOfType(type);
  const names = new Set(known.map((one) => one.name));
  const index = checker.getIndexInfosOfType(type)[0]?.type;
  const others = index ? Object.keys(value).filter((key) => !names.has(key)) : [];
  return [
    ...known.flatMap((one) => {
      if (value[one.name] === undefined && one.flags & ts.SymbolFlags.Optional) return [];
      return faults(value[one.name], checker.getTypeOfSymbolAtLocation(one, source), `${path}.${one.name}`);
    }),
    ...others.flatMap((key) => faults(value[key], index, `${path}.${key}`)),
  ];
}

async function thrown(error) {
  const { response } = error;
  const answer = response && { status: response.status, body: response.bodyUsed ? null : await response.json() };
  return { error: { name: error.name, message: error.message, cause: error.cause?.code, ...answer } };
}

async function outcome([path, ...args]) {
  try {
    const [area, method] = path.split(".");
    const value = await made(config)[area][method](...args);
    return { value, mistyped: faults(value, declared(area, method), path) };
  } catch (error) {
    return thrown(error);
  }
}

const outcomes = [];
for (const call of calls) outcomes.push(await outcome(call));
console.log(JSON.stringify(outcomes));
