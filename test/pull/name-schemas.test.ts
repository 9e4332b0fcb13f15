import { describe, expect, test } from "vitest";
import type { Operation, Schema } from "../../scripts/load/openapi.js";
import { buildContract } from "../../scripts/pull/build-contract.js";
import { readChosenNames } from "../../scripts/pull/chosen-names.js";
import { call, contractOf, list, namesOf, of, titled } from "./documents.js";

describe("names", () => {
  const user = of({ id: { type: "string", example: "user_xxxxxxxx" }, name: { type: "string" } });
  const nullableUser = { ...user, type: ["object", "null"] };

  test("what repeats gets the name that the table gives; null stays at the use", () => {
    const { document } = contractOf({
      schemas: { Order: of({ user }), Refund: of({ user: nullableUser }) },
      names: { schemas: { UserSummary: { properties: ["id", "name"] } } },
    });
    expect(document.components?.schemas).toEqual({
      Order: of({ user: { $ref: "#/components/schemas/UserSummary" } }),
      Refund: of({ user: { oneOf: [{ $ref: "#/components/schemas/UserSummary" }, { type: "null" }] } }),
      UserSummary: user,
    });
  });

  test("an example stays where all uses agree on it", () => {
    const otherId = of({ id: { type: "string", example: "mber_xxxxxxxx" }, name: { type: "string" } });
    const { document } = contractOf({ schemas: { Order: of({ user }), Refund: of({ member: otherId }) } });
    expect(document.components?.schemas?.OrderUser).toEqual(of({ id: { type: "string" }, name: { type: "string" } }));
  });

  test.each([
    {
      name: "the shortest place, a component's first",
      schemas: { Order: of({ user }), OrderListItem: of({ user }) },
      want: ["Order", "OrderListItem", "OrderUser"],
    },
    {
      name: "items in the singular",
      schemas: { Order: of({ parties: list(user) }), Refund: of({ parties: list(user) }) },
      want: ["Order", "OrderParty", "Refund"],
    },
    {
      name: "its title",
      schemas: { A: of({ user: { ...user, title: "Person" } }), B: of({ user: { ...user, title: "Person" } }) },
      want: ["A", "B", "Person"],
    },
    {
      name: "the constant of a variant; a variant that nothing sets apart stays inline",
      schemas: {
        A: of({ owner: { oneOf: [of({ kind: { const: "shop" } }), of({ a: user }, []), of({ b: {} }, [])] } }),
        B: of({ owner: { oneOf: [of({ kind: { const: "shop" } }), of({ a: user }, []), of({ c: {} }, [])] } }),
      },
      want: ["A", "AOwnerShop", "B"],
    },
    { name: "nothing when it occurs once", schemas: { Order: of({ user }) }, want: ["Order"] },
    {
      name: "the table's, even once",
      schemas: { Order: of({ user }) },
      names: { schemas: { Buyer: { place: "Order.user" } } },
      want: ["Buyer", "Order"],
    },
    {
      name: "by the property that holds it",
      schemas: { Order: of({ user, seller: user }) },
      names: {
        schemas: {
          Buyer: { properties: ["id", "name"], at: ["user"] },
          Seller: { properties: ["id", "name"], at: ["seller"] },
        },
      },
      want: ["Buyer", "Order", "Seller"],
    },
    {
      name: "by what is required",
      schemas: { A: of({ user }), B: of({ user: { ...user, required: ["id"] } }) },
      names: {
        schemas: {
          Whole: { properties: ["id", "name"], required: ["id", "name"] },
          Part: { properties: ["id", "name"], required: ["id"] },
        },
      },
      want: ["A", "B", "Part", "Whole"],
    },
    {
      name: "the table's still, when the provider has added a property",
      schemas: {
        A: of({ user: of({ id: {}, name: {}, icon: {} }) }),
        B: of({ user: of({ id: {}, name: {}, icon: {} }) }),
      },
      names: { schemas: { UserSummary: { properties: ["id", "name"] } } },
      want: ["A", "B", "UserSummary"],
    },
  ])("$name", ({ schemas, names, want }) => {
    const { document } = contractOf({ schemas, names: names ?? {} });
    expect(Object.keys(document.components?.schemas ?? {})).toEqual(want);
  });

  test("a row that fits two different schemas names the more frequent one, and a note says so", () => {
    const loose = { ...user, required: ["id"] };
    const { document, notes } = contractOf({
      schemas: { A: of({ user }), B: of({ user }), C: of({ user: loose }) },
      names: { schemas: { UserSummary: { properties: ["id", "name"] } } },
    });
    expect(document.components?.schemas?.UserSummary).toEqual(user);
    expect(document.components?.schemas?.C).toEqual(of({ user: loose }));
    expect(notes).toEqual(["names.yaml: UserSummary also fits other schemas, which it does not name: C.user"]);
  });

  test.each([
    {
      name: "another component's",
      schemas: { User: { type: "string" }, A: of({ user }), B: of({ user }) },
      names: { schemas: { User: { place: "A.user" } } },
      want: ["A", "AUser", "B", "User"],
      notes: [
        "schema at A.user: User is another schema, so its name is AUser. Choose a name in names.yaml if you want another.",
      ],
    },
    {
      name: "another title's",
      schemas: {
        A: of({ x: titled("Same", "a"), y: titled("Same", "b") }),
        B: of({ x: titled("Same", "a"), y: titled("Same", "b") }),
      },
      names: {},
      want: ["A", "AY", "B", "Same"],
      notes: [
        "schema at A.y: Same is another schema, so its name is AY. Choose a name in names.yaml if you want another.",
      ],
    },
    {
      name: "a component's, which is the title of another schema",
      schemas: {
        User: of({ id: {} }),
        A: of({ by: titled("User", "name") }),
        B: of({ by: titled("User", "name") }),
      },
      names: {},
      want: ["A", "ABy", "B", "User"],
      notes: [
        "schema at A.by: User is another schema, so its name is ABy. Choose a name in names.yaml if you want another.",
      ],
    },
    {
      name: "a component's, which is the title of a variant",
      schemas: {
        User: of({ id: {} }),
        A: of({ by: { oneOf: [titled("User", "name"), titled("Bot", "key")] } }),
        B: of({ to: { oneOf: [titled("User", "name"), titled("Shop", "route")] } }),
      },
      names: {},
      want: ["A", "AByUser", "B", "User"],
      notes: [
        "schema at A.by: User is another schema, so its name is AByUser. Choose a name in names.yaml if you want another.",
      ],
    },
    {
      name: "a component's, as are those of its places",
      schemas: { A: of({ user }), B: of({ user }), AUser: of({ x: {} }), BUser: of({ y: {} }) },
      names: {},
      want: ["A", "AUser", "B", "BUser"],
      notes: [
        "schema at A.user: AUser is another schema, so it stays inline. Choose a name in names.yaml if you want another.",
      ],
    },
    {
      name: "a component's that means the same",
      schemas: { AUser: user, A: of({ user }), B: of({ user }) },
      names: {},
      want: ["A", "AUser", "B"],
      notes: [],
    },
  ])("a name that is $name", ({ schemas, names, want, notes }) => {
    const contract = contractOf({ schemas, names });
    expect(Object.keys(contract.document.components?.schemas ?? {})).toEqual(want);
    expect(contract.notes).toEqual(notes);
    const again = buildContract(contract.document, { names: namesOf(names), docs: "https://docs.test" });
    expect(again.text).toBe(contract.text);
  });

  test("parameters that claim one name: the most frequent gets it, others that repeat are named by their place", () => {
    const operation = (operationId: string, schema: Schema) => ({
      get: { ...call, operationId, parameters: [{ name: "order", in: "query" as const, schema }] },
    });
    const [text, number] = [{ type: "string" }, { type: "integer" }];
    const paths = (schema: Schema, count: number, prefix: string) =>
      Array.from(
        { length: count },
        (_, index) => [`/${prefix}${index}`, operation(`${prefix}${index}`, schema)] as const,
      );
    const given = { more: Object.fromEntries([...paths(number, 3, "listB"), ...paths(text, 4, "listA")]) };
    const { document, notes } = contractOf(given);
    expect(document.components?.parameters).toEqual({
      ListB0Order: { name: "order", in: "query", schema: number },
      Order: { name: "order", in: "query", schema: text },
    });
    expect(notes).toEqual([
      'query parameter "order" of 3 operations, listB0 among them: Order is another parameter, so its name is ListB0Order. Choose a name in names.yaml if you want another.',
    ]);
    expect(buildContract(document, { names: namesOf({}), docs: "https://docs.test" }).text).toBe(
      contractOf(given).text,
    );
  });

  test("variants of a union become references: null once, and a mapping where names and constants differ", () => {
    const variant = (title: string, value: string) => ({
      ...of({ typename: { type: "string", const: value } }),
      type: ["object", "null"],
      title,
    });
    const owner = {
      type: ["object", "null"],
      oneOf: [variant("User", "User"), variant("Shop", "Shop")],
      discriminator: { propertyName: "typename" },
    };
    const { document } = contractOf({
      schemas: { A: of({ owner }), B: of({ owner }) },
      names: { schemas: { Owner: { place: "A.owner" }, OwnerUser: { title: "User", properties: ["typename"] } } },
    });
    expect(document.components?.schemas?.A).toEqual(
      of({ owner: { oneOf: [{ $ref: "#/components/schemas/Owner" }, { type: "null" }] } }),
    );
    expect(document.components?.schemas?.Owner).toEqual({
      type: "object",
      discriminator: { propertyName: "typename", mapping: { User: "#/components/schemas/OwnerUser" } },
      oneOf: [{ $ref: "#/components/schemas/OwnerUser" }, { $ref: "#/components/schemas/Shop" }],
    });
    expect(document.components?.schemas?.OwnerUser).toEqual({
      ...of({ typename: { type: "string", const: "User" } }),
      title: "User",
    });
  });

  test("a union that refuses null by its type keeps what its variants say of null", () => {
    const variant = (title: string) => ({ ...titled(title, title), type: ["object", "null"] });
    const owner = { type: "object", oneOf: [variant("Shop"), variant("User")] };
    const { document } = contractOf({ schemas: { A: of({ owner }), B: of({ owner }) } });
    expect(document.components?.schemas?.A).toEqual(of({ owner: { $ref: "#/components/schemas/AOwner" } }));
    expect(document.components?.schemas?.AOwner).toEqual({
      type: "object",
      oneOf: [{ $ref: "#/components/schemas/Shop" }, { $ref: "#/components/schemas/User" }, { type: "null" }],
    });
  });

  test("failures are named by their status, the most frequent response first; successes stay", () => {
    const response = (schema: Schema) => ({ description: "Words", content: { "application/json": { schema } } });
    const text = response({ type: "string" });
    const { document } = contractOf({
      path: "/a/{id}",
      call: { ...call, responses: { "200": text, "404": text, "422": response({ type: "number" }) } },
      more: {
        "/b": { get: { operationId: "b", responses: { "422": text } } },
        "/c": { get: { operationId: "c", responses: { "422": text } } },
      },
    });
    expect(document.components?.responses).toEqual({
      NotFound: { ...text, description: "Not Found" },
      UnprocessableEntity: { ...text, description: "Unprocessable Entity" },
    });
    expect(document.paths?.["/a/{id}"]?.get?.responses).toEqual({
      "200": { ...text, description: "OK" },
      "404": { $ref: "#/components/responses/NotFound" },
      "422": { ...response({ type: "number" }), description: "Unprocessable Entity" },
    });
  });

  test("parameters that three operations share become components", () => {
    const withParameters = (operationId: string, required: boolean): Operation => ({
      operationId,
      parameters: [
        { name: "sort_by", in: "query", schema: { type: "string", description: `For ${operationId}` } },
        { name: "company_id", in: "query", required, schema: { type: "string" } },
      ],
      responses: { "200": { description: "" } },
    });
    const { document } = contractOf({
      more: {
        "/a": { get: withParameters("a", true) },
        "/b": { get: withParameters("b", false) },
        "/c": { get: withParameters("c", false) },
      },
      names: { parameters: { CompanyId: { name: "company_id", required: true } } },
    });
    expect(document.components?.parameters).toEqual({
      CompanyId: { name: "company_id", in: "query", required: true, schema: { type: "string" } },
      SortBy: { name: "sort_by", in: "query", schema: { type: "string" } },
    });
    expect(document.paths?.["/b"]?.get?.parameters).toEqual([
      { name: "company_id", in: "query", schema: { type: "string" } },
      { $ref: "#/components/parameters/SortBy" },
    ]);
  });

  test("a contract made into one again stays the same", () => {
    const given = { schemas: { Order: of({ user }), Refund: of({ user: nullableUser }) } };
    const names = { schemas: { UserSummary: { properties: ["id", "name"] } } };
    const first = contractOf({ ...given, names });
    const second = buildContract(first.document, { names: namesOf(names), docs: "https://docs.test" });
    expect(second.text).toBe(first.text);
    expect(second.notes).toEqual([]);
  });
});

describe("names.yaml", () => {
  test.each([
    { name: "a row that recognizes nothing", given: { schemas: { User: { at: ["user"] } } }, pointer: "/schemas/User" },
    {
      name: "an unknown fact",
      given: { schemas: { User: { properties: ["id"], colour: "red" } } },
      pointer: "/schemas/User/colour",
    },
    {
      name: "a fact of the wrong kind",
      given: { schemas: { User: { properties: "id" } } },
      pointer: "/schemas/User/properties",
    },
    { name: "a name that is none", given: { schemas: { user: { properties: ["id"] } } }, pointer: "/schemas/user" },
    {
      name: "a parameter without its name",
      given: { parameters: { After: { in: "query" } } },
      pointer: "/parameters/After",
    },
    { name: "a list", given: [], pointer: "" },
    { name: "an unknown table", given: { responses: {} }, pointer: "/responses" },
  ])("$name is refused", ({ given, pointer }) => {
    expect(() => readChosenNames("names.yaml", given)).toThrow(
      expect.objectContaining({ code: "contract/bad-names", place: expect.objectContaining({ pointer }) }),
    );
  });
});
