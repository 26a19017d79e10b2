import Columns
import Contracts
import Glibc
import Specifications
import TestSupport
import Testing

@Suite struct SQLContractTests {
  private func read(_ sql: String, _ table: String = "") -> (contract: Contract?, told: [String]) {
    Shelf(texts: [("/t.sql", sql)]).read(Node("sql:t.sql" + table))
  }

  @Test("a CREATE TABLE of PostgreSQL is read, whatever stands around it")
  func postgres() throws {
    let (contract, told) = read(
      """
      -- orders; not (a table
      CREATE TYPE mood AS ENUM ('sad', 'ok');
      CREATE FUNCTION f() RETURNS int AS $$ CREATE TABLE no (x int); $$ LANGUAGE sql;
      create table if not exists shop."Orders" (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        number bigserial,
        "Total" numeric(12, 2) not null check ("Total" >= 0),
        status character varying(20) DEFAULT 'new'::character varying NOT NULL,
        kind varchar(3) CHECK (kind IN ('a', 'b''c')),
        m mood, /* a comment */
        at timestamp(6) with time zone NOT NULL, day date, clock time without time zone,
        tags text[] , payload jsonb, raw bytea, ok boolean default true, big int8, d double precision,
        label text GENERATED ALWAYS AS (upper(kind)) STORED,
        ref int REFERENCES other (id) ON DELETE CASCADE,
        CONSTRAINT pk PRIMARY KEY (number, id), UNIQUE (kind), FOREIGN KEY (ref) REFERENCES other(id),
        EXCLUDE USING gist (kind WITH =)
      ) PARTITION BY RANGE (at);
      """)
    #expect(told == [])
    let orders = try #require(contract)
    #expect(orders.name == "t" && orders.key == ["number", "id"] && orders.describesSink)
    #expect(
      orders.lines == [
        "id: uuid", "number: int64", "Total: { type: \"decimal(12,2)\", required: true }",
        "status: { type: text, required: true, default: new, max_length: 20 }",
        "kind: { type: text, one_of: [a, \"b'c\"], max_length: 3 }", "m: { type: text, one_of: [sad, ok] }",
        "at: { type: timestamp, required: true }", "day: date", "clock: time", "tags: \"list<text>\"", "payload: json",
        "raw: bytes", "ok: { type: bool, default: true }", "big: int64", "d: float64", "ref: int32",
      ])
  }

  @Test(
    "each dialect's own types and words are met",
    arguments: [
      (
        """
        CREATE TABLE `t` (`id` int unsigned NOT NULL AUTO_INCREMENT, `on` tinyint(1) NOT NULL DEFAULT '0',
          `s` enum('x','y') DEFAULT NULL, n bigint(20) unsigned NOT NULL COMMENT 'a, b', d datetime DEFAULT CURRENT_TIMESTAMP
          ON UPDATE CURRENT_TIMESTAMP, y year, f float, PRIMARY KEY (`id`), KEY `k` (`s`), FULLTEXT KEY x (`s`)) ENGINE=InnoDB;
        """,
        [
          "id: uint32", "on: { type: bool, required: true, default: 0 }", "s: { type: text, one_of: [x, y] }",
          "n: { type: uint64, required: true }", "d: timestamp", "y: int16", "f: float32",
        ], ["id"]
      ),
      (
        """
        CREATE TABLE [dbo].[t] ([id] [int] IDENTITY(1,1) NOT NULL, [name] [nvarchar](max) NULL, a nvarchar(5), b bit,
          u uniqueidentifier NOT NULL DEFAULT (newid()), t tinyint NOT NULL CONSTRAINT df DEFAULT ((3)), o datetimeoffset(7),
          CONSTRAINT [pk] PRIMARY KEY CLUSTERED ([id] ASC)) ON [PRIMARY]
        GO
        """,
        [
          "id: int32", "name: text", "a: { type: text, max_length: 5 }", "b: bool", "u: uuid",
          "t: { type: uint8, required: true, default: 3 }", "o: timestamp",
        ], ["id"]
      ),
      (
        "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a, b REAL, key TEXT NOT NULL, index_ INT)",
        ["id: int64", "a: text", "b: float64", "key: { type: text, required: true }", "index_: int64"], ["id"]
      ),
      (
        """
        CREATE TABLE ks.t (id timeuuid, c text, v varint, m map<text, frozen<list<int>>>, s set<uuid>, d decimal,
          n counter, x tuple<int, text>, PRIMARY KEY ((id, c), v)) WITH CLUSTERING ORDER BY (v DESC);
        """,
        [
          "id: { type: uuid, required: true }", "c: { type: text, required: true }",
          "v: { type: \"decimal(38,0)\", required: true }", "m: \"map<text, list<int32>>\"", "s: \"list<uuid>\"",
          "d: \"decimal(38,10)\"", "n: int64", "x: json",
        ], ["id", "c", "v"]
      ),
    ])
  func dialects(sql: String, lines: [String], key: [String]) throws {
    let (contract, told) = read(sql)
    #expect(told == [])
    #expect(contract?.lines == lines)
    #expect(contract?.key == key)
  }

  @Test("one of several tables is named with its schema or without, and a dump's later key belongs to it")
  func several() {
    let sql = """
      CREATE TABLE public.a (x int); CREATE TABLE public.b (y int NOT NULL, z text);
      ALTER TABLE ONLY public.b ADD CONSTRAINT b_pkey PRIMARY KEY (z);
      """
    #expect(
      read(sql, "#b").contract?.lines == ["y: { type: int32, required: true }", "z: { type: text, required: true }"])
    #expect(read(sql, "#public.B").contract?.key == ["z"])
    #expect(read(sql).told == ["`t.sql` has 2 tables; name one, as in `sql:t.sql#public.a`"])
    #expect(read(sql, "#c").told == ["`t.sql` has no table `c`; there are `public.a` and `public.b`"])
    #expect(read("select 1").told == ["there is no `CREATE TABLE` in `t.sql`"])
  }

  @Test("what no field can have is told with its line, and passed over")
  func tolerant() {
    let (contract, told) = read(
      """
      CREATE TABLE t (
        shape geometry(Point, 4326) NOT NULL,
        n int DEFAULT 'many',
        a int CHECK (a < 5 AND f(a > 1, 2)), b int, CHECK (a <> b)
      );
      """)
    #expect(contract?.lines == ["shape: { type: text, required: true }", "n: int32", "a: int32", "b: int32"])
    #expect(
      told == [
        "line 2 of `t.sql`: the type `geometry` of `shape` is none that a contract has; it counts as text",
        "line 3 of `t.sql` is passed over: `default` of `n` wants int32, but `many` isn't one",
      ])
    // What ends in the middle is no crash.
    for cut in 0..<60 {
      _ = read(String("CREATE TABLE t (a varchar(3) DEFAULT 'x', PRIMARY KEY ((a)), b list<".prefix(cut)))
    }
  }
}

@Suite struct SQLMutationTests {
  @Test("SQL that was spoilt anywhere is read or refused, and never more than that")
  func mutated() {
    let seed = unsafe getenv("OUZEL_SEED").flatMap { unsafe UInt64(String(cString: $0)) } ?? .random(in: 0...UInt64.max)
    print("spoiling SQL with OUZEL_SEED=\(seed)")
    var random = SeededRandom(seed: seed)
    let sql = Array(
      """
      CREATE TYPE m AS ENUM ('a', 'b'); create table s."T" (id int[] NOT NULL DEFAULT (1), [n] nvarchar(max) CHECK (n IN
      ('x', 'y''z')), d decimal(12, 2) default -1.5::numeric, q map<text, frozen<list<int>>>, `e` enum('u','v') COMMENT 'c',
      g text GENERATED ALWAYS AS (upper(n)) STORED, PRIMARY KEY ((id, n), d DESC)) WITH x = $$ y $$; -- end
      ALTER TABLE ONLY s."T" ADD CONSTRAINT p PRIMARY KEY (id); /* z */
      """.utf8)
    let signs = Array("()<>[],;'\"`$-/*. \n\\a1é".utf8)
    for _ in 0..<2000 {
      var spoilt = sql
      for _ in 0..<(1 + random.below(4)) {
        let place = random.below(spoilt.count)
        switch random.below(3) {
        case 0: spoilt.remove(at: place)
        case 1: spoilt.insert(signs[random.below(signs.count)], at: place)
        default: spoilt.removeSubrange(place..<min(spoilt.count, place + random.below(30)))
        }
        if spoilt.isEmpty { spoilt = sql }
      }
      let (contract, told) = Shelf(texts: [("/t.sql", String(decoding: spoilt, as: UTF8.self))]).read("sql:t.sql")
      #expect(contract != nil || !told.isEmpty, "OUZEL_SEED=\(seed)")
    }
  }
}

@Suite struct ColumnsContractTests {
  private func read(_ tree: Node) -> (contract: Contract?, told: [String]) {
    Shelf(trees: [("/c.json", tree)]).read("columns:c.json#t")
  }

  @Test("columns take the spellings of SQL, Cassandra and the language, and a key")
  func types() throws {
    let (contract, told) = read([
      "t": [
        "PRIMARY KEY": "((a), b)", "a": "timeuuid", "b": "int8", "c": "VARCHAR(7)", "d": "decimal", "e": "double",
        "f": "blob", "g": "list<int8>", "h": "frozen<set<text>>", "i": "bigint NOT NULL", "j": "decimal(12, 2)",
        "k": "timestamp(local)", "l": "boolean",
      ]
    ])
    #expect(told == [])
    #expect(
      contract?.lines == [
        "a: { type: uuid, required: true }", "b: { type: int8, required: true }", "c: { type: text, max_length: 7 }",
        "d: \"decimal(38,10)\"", "e: float64", "f: bytes", "g: \"list<int8>\"", "h: \"list<text>\"",
        "i: { type: int64, required: true }", "j: \"decimal(12,2)\"", "k: timestamp(local)", "l: bool",
      ])
    #expect(contract?.key == ["a", "b"])
    #expect(read(["t": ["a": "uuid PRIMARY KEY"]]).contract?.key == ["a"])
  }

  @Test(
    "a mistake in a columns: file is told",
    arguments: [
      (["t": ["a": "varchr"]], "`varchr` of the column `a` is no type; did you mean `varchar`?"),
      (["t": ["a": ["b": "c"]]], "the column `a` of `t` wants a type"),
      (["t": ["a": "int", "primary key": ["aa"]]], "the key names `aa`, which is no column of `t`"),
      (["x"], "`c.json` has no tables; it is `{ table: { column: type } }`"),
    ] as [(Node, String)])
  func mistakes(tree: Node, sentence: String) {
    let (contract, told) = read(tree)
    #expect(contract == nil)
    #expect(told == [sentence])
  }
}

@Suite struct SinkContractTests {
  private let contract = Contract(
    name: "c", fields: [ContractField("id", .uuid, isRequired: true), ContractField("QUANTITY", .int32)],
    describesSink: true)

  @Test("records are decoded into its fields, and into text what the steps mention beside")
  func decoding() {
    #expect(
      contract.decodingSchema(mentioned: ["ID", "Q", "_key", "q"])
        == Schema([Field("id", .uuid), Field("QUANTITY", .int32), Field("Q", .text)]))
    #expect(
      contract.decodingSchema(mentioned: ["Q"], made: ["quantity"]) == Schema([Field("id", .uuid), Field("Q", .text)]))
    #expect(contract.decodingSchema(mentioned: ["quantity"], made: ["quantity"]).fields.count == 2)
  }
}
