import Testing

/// A file before and after `--update`.
struct Update: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let before: String
  let after: String

  init(_ what: String, _ before: String, _ after: String) {
    testDescription = what
    self.before = before
    self.after = after
  }
}

extension Update {
  /// What `--update` makes of tests, each below a pipeline's other options.
  static let all = [
    Update(
      "a value, beside all that stays",
      """
        tests:
          - name:   "a"     # why
            in: [ {value: {id: 1, v: b}} ]
            out:
              # the first
              - { id:  1,  v: 'a' }   # behind it

          # the end
        owner: me
      """,
      """
        tests:
          - name:   "a"     # why
            in: [ {value: {id: 1, v: b}} ]
            out:
              # the first
              - { id:  1,  v: b }   # behind it

          # the end
        owner: me
      """),
    Update(
      "values over several lines, and one that is missing",
      """
        tests:
          - out:
            - v:
              l:
                - 2
                - 3
              id: 2    # the id
            name: a
            in: [ { value: { id: 1, v: "x: y", l: [4] } } ]
      """,
      """
        tests:
          - out:
            - v: "x: y"
              l:
                [4]
              id: 1    # the id
            name: a
            in: [ { value: { id: 1, v: "x: y", l: [4] } } ]
      """),
    Update(
      "a text of several lines",
      """
        tests:
          - name: a
            in: [ { value: { id: 1, v: "16" } } ]
            out:
              - v: |
                  old
                  text
                id: 1
            filtered: 2   # how many
      """,
      """
        tests:
          - name: a
            in: [ { value: { id: 1, v: "16" } } ]
            out:
              - v: "16"
                id: 1
            filtered: 0   # how many
      """),
    Update(
      "more records, by the columns that others name",
      """
        tests:
          - name: a
            in: [ { value: { id: 1, v: a } }, { value: { id: 2, v: b } } ]
            out:
            - { id: 1 }   # first
            # nothing more
          - name: b
            in: [ { value: { id: 1, v: a } }, { value: { id: 2, v: b } } ]
            out: [ { v: a } ]
      """,
      """
        tests:
          - name: a
            in: [ { value: { id: 1, v: a } }, { value: { id: 2, v: b } } ]
            out:
            - { id: 1 }   # first
            - { id: 2 }
            # nothing more
          - name: b
            in: [ { value: { id: 1, v: a } }, { value: { id: 2, v: b } } ]
            out: [ { v: a }, { v: b } ]
      """),
    Update(
      "fewer records",
      """
        tests:
          - name: a
            in: [ { value: { id: 1 } } ]
            out:
              - id: 1   # stays
              - id: 2   # goes
              - id: 3
            dead_letters: []
          - { name: b, in: [ { value: { id: 1 } } ], out: [ { id: 1 }, { id: 2 } ] }
          - { name: c, in: [], out: [ { id: 1 }, { id: 2 } ] }
          - name: d
            in: []
            out:
            - id: 1
            dead_letters:
              - stage: decode
      """,
      """
        tests:
          - name: a
            in: [ { value: { id: 1 } } ]
            out:
              - id: 1   # stays
            dead_letters: []
          - { name: b, in: [ { value: { id: 1 } } ], out: [ { id: 1 } ] }
          - { name: c, in: [], out: [] }
          - name: d
            in: []
            out: []
            dead_letters: []
      """),
    Update(
      "records and dead letters of which nothing was said",
      """
        tests:
          - name: a
            in:
              - value: { id: 1, v: "yes", l: [1] }   # the last
          # between
          - name: b
            in: [ { value: {} } ]
          - { name: c, in: [ { value: { id: 1 } } ] }
          - name: d
            in: [ { value: { id: 1, v: "a long text that makes the record longer than a line is to be at most, this being so indeed" } } ]
      """,
      """
        tests:
          - name: a
            in:
              - value: { id: 1, v: "yes", l: [1] }   # the last
            out:
              - { id: 1, v: "yes", l: [1] }
          # between
          - name: b
            in: [ { value: {} } ]
            out: []
            dead_letters:
              - { message: "id: is required, but missing", stage: contract }
          - { name: c, in: [ { value: { id: 1 } } ], out: [ { id: 1, v: null, l: null } ] }
          - name: d
            in: [ { value: { id: 1, v: "a long text that makes the record longer than a line is to be at most, this being so indeed" } } ]
            out:
              - id: 1
                v: "a long text that makes the record longer than a line is to be at most, this being so indeed"
                l: null
      """),
    Update(
      "dead letters, of which those that hold stay",
      """
        tests:
          - name: a
            in: [ { value: {} }, { raw: "{" }, { value: { id: x } } ]
            out: []
            dead_letters: [ { message: is required }, { stage: contract, message: other } ]
      """,
      """
        tests:
          - name: a
            in: [ { value: {} }, { raw: "{" }, { value: { id: x } } ]
            out: []
            dead_letters: [ { message: is required }, { stage: decode, message: "at byte 1: a key is missing" }, { message: "id: «x» is no int32", stage: decode } ]
      """),
    Update(
      "what would be a reference, or something else than text",
      """
        tests:
          - { name: a, in: [ { value: { id: 1, v: "$${NAME} #1" } } ], out: [ { v: x } ] }
          - { name: b, in: [ { value: { id: 1, v: "0x1F" } } ], out: [ { v: x } ] }
          - { name: c, in: [ { value: { id: 1, v: "\\u0085\\t" } } ], out: [ { v: x } ] }
      """,
      """
        tests:
          - { name: a, in: [ { value: { id: 1, v: "$${NAME} #1" } } ], out: [ { v: "$${NAME} #1" } ] }
          - { name: b, in: [ { value: { id: 1, v: "0x1F" } } ], out: [ { v: "0x1F" } ] }
          - { name: c, in: [ { value: { id: 1, v: "\\u0085\\t" } } ], out: [ { v: "\\u0085\\t" } ] }
      """),
  ]
}
