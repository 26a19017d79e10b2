import Columns
import Steps
import Specifications
import Testing

/// The steps that choose and name columns.
@Suite struct ColumnStepTests {
  private let withMetadata = batch(
    (Metadata.key.field, ["k1", "k2"]),
    (Field("a", .int32, form: FieldForm(write: "x", isPersonal: true)), ["1", "2"]),
    (Field("b", .text), ["x", nil]))

  @Test("select gives the order in which columns are named, and metadata stays behind them")
  func select() throws {
    let list = try #require(steps([["select": ["total", "ORDER_ID"]]]))
    #expect(list.schema.fields.map(\.name) == ["total", "order_id"])
    #expect(written(list.run(orders).batch, "total") == ["10", "20", "0", "40", "50"])
    let kept = try #require(steps([["select": ["b"]]], over: withMetadata.schema)).run(withMetadata)
    #expect(kept.batch.schema.fields.map(\.name) == ["b", "_key"])
    #expect(written(kept.batch, "_key") == ["k1", "k2"])
  }

  @Test("select leaves out what no contract names, too")
  func selectAmongUnknown() throws {
    let unknown = batch((Field("b", .text), ["x"]), (Metadata.unknown.field, ["{}"]), (Metadata.key.field, ["k"]))
    let kept = try #require(steps([["select": ["b"]]], over: unknown.schema)).run(unknown)
    #expect(kept.batch.schema.fields.map(\.name) == ["b", "_key"])
  }

  @Test("drop leaves columns out, and no metadata")
  func drop() throws {
    let list = try #require(steps([["drop": ["Status"]], ["drop": "total"]]))
    #expect(list.run(orders).batch.schema.fields.map(\.name) == ["order_id"])
    let kept = try #require(steps([["drop": ["a"]]], over: withMetadata.schema))
    #expect(kept.schema.fields.map(\.name) == ["b", "_key"])
  }

  @Test("rename names all at once, and what is known of a column goes with it")
  func rename() throws {
    let list = try #require(steps([["rename": ["a": "b", "b": "a"]]], over: withMetadata.schema))
    let outcome = list.run(withMetadata)
    #expect(list.schema.fields.map(\.name) == ["_key", "b", "a"])
    #expect(list.schema.fields[1].form == FieldForm(write: "x", isPersonal: true))
    #expect(written(outcome.batch, "b") == ["1", "2"] && written(outcome.batch, "a") == ["x", "∅"])
    #expect(steps([["rename": ["total": "Total"]]])?.schema.fields[2].name == "Total")
  }

  @Test(
    "a mistake is told with the near column",
    arguments: [
      ([["select": ["totl"]]], ["`totl` is no column here; did you mean `total`?"]),
      ([["select": ["total", "TOTAL"]]], ["`TOTAL` is selected twice; leave one out"]),
      ([["select": []]], ["`select` keeps no column; name those that go on"]),
      ([["drop": ["nothing"]]], ["`nothing` is no column here; there are `order_id`, `status` and `total`"]),
      (
        [["drop": ["total", "order_id", "status"]]],
        ["`drop` leaves no column; keep one, or `filter: false` all records"]
      ),
      ([["rename": ["a": "b"]]], ["`a` is no column here; there are `order_id`, `status` and `total`"]),
      (
        [["rename": ["total": "status"]]],
        ["there is a column `status` already; drop that first, or choose another name"]
      ),
      ([["rename": ["total": "x", "status": "X"]]], ["two columns would be named `X`; give one of them another name"]),
      (
        [["rename": ["total": "_offset"]]],
        [
          "`_offset` belongs to the record, not to its fields, and can't be made; it goes along by itself; `set: { offset: _offset }` makes a column of it"
        ]
      ),
      (
        [["drop": ["_key"]], ["set": ["_key": "'x'"]]],
        [
          "`_key` belongs to the record, not to its fields, and can't be dropped; it goes along by itself; `set: { key: _key }` makes a column of it",
          "`_key` belongs to the record, not to its fields, and can't be set; it goes along by itself; `set: { key: _key }` makes a column of it",
        ]
      ),
      ([["rename": ["totl": "x"]], ["filter": "x > 1"]], ["`totl` is no column here; did you mean `total`?"]),
    ] as [(Node, [String])])
  func mistakes(node: Node, sentences: [String]) { #expect(told(node) == sentences) }
}

/// The steps that change values.
@Suite struct ValueStepTests {
  @Test("cast gives another type, and what can't become that fails its record")
  func cast() throws {
    let list = try #require(steps([["cast": ["order_id": "bytes"]]], over: Schema([Field("order_id", .bytes)])))
    #expect(list.schema.fields[0].type == .bytes)
    let texts = batch((Field("n", .text), ["1", "x", nil, "4"]), (Field("f", .float64), ["1.5", "2", "3", "1e9"]))
    let outcome = try #require(steps([["cast": ["n": "int8", "f": "int16"]]], over: texts.schema)).run(texts)
    #expect(outcome.batch.schema.fields.map(\.type) == [.int8, .int16])
    #expect(written(outcome.batch, "n") == ["1", "∅"] && written(outcome.batch, "f") == ["2", "3"])
    #expect(outcome.failures.map(\.row) == [1, 3] && outcome.failures.map(\.field) == ["n", "f"])
    let lists = batch((Field("l", .text), ["[1, 2]", nil]))
    let read = try #require(steps([["cast": ["l": "list<int32>"]]], over: lists.schema)).run(lists)
    #expect(read.batch.schema.fields[0].type == .list(.int32) && written(read.batch, "l").count == 2)
  }

  @Test("what a cast tells of a person doesn't show the value")
  func personal() throws {
    for type in ["int32", "json"] {
      let names = batch((Field("n", .text, form: FieldForm(isPersonal: true)), ["ada"]))
      let outcome = try #require(steps([["cast": ["n": Node(type)]]], over: names.schema)).run(names)
      #expect(outcome.failures.count == 1)
      #expect(!outcome.failures[0].message.contains("ada"), "\(outcome.failures[0].message)")
      #expect(outcome.batch.schema.fields[0].form.isPersonal)
    }
  }

  @Test("set makes a column personal that is made of a personal one, and no other")
  func personalResults() throws {
    let people = Schema([Field("email", .text, form: FieldForm(isPersonal: true)), Field("n", .int32)])
    let list = try #require(
      steps(
        [
          ["set": ["domain": "split_part(email, '@', 2)", "m": "n + 1", "d": "domain || 'x'"]],
          ["set": ["email": "'x'"]],
        ], over: people))
    #expect(list.schema.fields.map(\.name) == ["email", "n", "domain", "m", "d"])
    #expect(list.schema.fields.map(\.form.isPersonal) == [false, false, true, false, true])
  }

  @Test("fill acts on null, and adds the column where there is none")
  func fill() throws {
    let list = try #require(
      steps([["fill": ["status": "'none'", "order_id": "total", "extra": "total * 2", "more": "extra + 1"]]]))
    let outcome = list.run(orders)
    #expect(written(outcome.batch, "status") == ["new", "canceled", "paid", "none", "new"])
    #expect(written(outcome.batch, "order_id") == ["a", "b", "c", "d", "50"])
    #expect(written(outcome.batch, "extra") == ["20", "40", "0", "80", "100"])
    #expect(written(outcome.batch, "more") == ["21", "41", "1", "81", "101"])
    #expect(list.schema.fields.map(\.type) == [.text, .text, .int32, .int32, .int32])
    let lazy = try #require(steps([["fill": ["status": "cast(100 // total as text)"]]])).run(orders)
    #expect(lazy.failures.isEmpty && written(lazy.batch, "status")[3] == "2")
  }

  @Test("mask hides values: for good by hash or redact, in part by keep_last")
  func mask() throws {
    let form = FieldForm(isPersonal: true)
    let people = batch(
      (Field("a", .text, form: form), ["abc", nil]), (Field("b", .int64, form: form), ["1", "2"]),
      (Field("c", .text, form: form), ["4111 1111", "é2"]),
      (Field("d", .date, isNullable: false), ["2018-06-08", "2018-06-08"]))
    let list = try #require(
      steps([["mask": ["a": "hash", "b": "redact", "c": "keep_last:4", "d": "keep_last:2"]]], over: people.schema))
    let masked = list.run(people).batch
    #expect(
      written(masked, "a") == ["ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "∅"])
    #expect(written(masked, "b") == ["***", "***"])
    #expect(written(masked, "c") == ["*****1111", "**"])
    #expect(written(masked, "d") == ["********08", "********08"])
    #expect(list.schema.fields.map(\.type) == [.text, .text, .text, .text])
    #expect(list.schema.fields.map(\.form.isPersonal) == [false, false, true, false])
    #expect(list.schema.fields.map(\.isNullable) == [true, true, true, false])
  }

  @Test(
    "a mistake is told with its mend",
    arguments: [
      (
        [["cast": ["total": "int31"]]],
        ["`total` of `cast` wants a type, as in `text`, `int64` or `timestamp`, but is `int31`; did you mean `int32`?"]
      ),
      ([["cast": ["totl": "int64"]]], ["`totl` is no column here; did you mean `total`?"]),
      ([["cast": ["total": "date"]]], ["`total` is int32, which can't become date; int32 can become text"]),
      ([["fill": ["total": "'x'"]]], ["'x' is no int32"]),
      ([["fill": ["total": "status"]]], ["`status` is text, and int32 is wanted; write `cast(status as int32)`"]),
      ([["mask": ["total": "hsh"]]], ["did you mean `hash`?"]),
      ([["mask": ["total": "keep_last:0"]]], ["wants `hash`, `redact` or `keep_last:N`"]),
      ([["validate": ["v": "total"]]], ["a condition is wanted, and `total` is int32; write `total <> 0`"]),
    ] as [(Node, [String])])
  func mistakes(node: Node, sentences: [String]) {
    let told = told(node)
    #expect(told.count == sentences.count)
    for (sentence, part) in zip(told, sentences) { #expect(sentence.contains(part), "\(sentence)") }
  }
}
