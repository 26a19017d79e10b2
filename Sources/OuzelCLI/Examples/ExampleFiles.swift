// Written by Scripts/examples from Examples/; a test fails when it is stale.

extension Example {
  /// All examples, each with its files.
  static let all: [Example] = [
    Example(
      "healthcare",
      files: [
        (
          "allergies.json",
          #"""
          {"PATIENT":"p-01","START":"2011-03-02","CODE":419474003,"DESCRIPTION":"Allergy to mould"}
          {"PATIENT":"p-02","START":"1998-11-20","CODE":300916003,"DESCRIPTION":"Latex allergy"}
          {"PATIENT":"p-03","START":"2017-06-08","CODE":91935009,"DESCRIPTION":"Allergy to peanuts"}

          """#
        ),
        (
          "database_config.json",
          #"""
          {
            "patient_allergies": { "ID": "uuid", "PATIENT": "text", "START": "date", "CODE": "bigint", "DESCRIPTION": "text" },
            "patient_labs": { "ID": "uuid", "PATIENT": "text", "TAKEN": "timestamp", "TEST": "text", "VALUE": "double", "UNITS": "text" },
            "patient_meds": { "ID": "uuid", "PATIENT": "text", "DRUG": "text", "QUANTITY": "int", "COST": "decimal(10,2)" }
          }

          """#
        ),
        (
          "healthcare.yaml",
          #"""
          # One topic of many kinds of record into a table for each kind: the contract is chosen by each message's key.
          #
          #   ouzel check healthcare.yaml
          #   ouzel test healthcare.yaml
          #   ouzel run healthcare.yaml --until end
          #   ouzel dead-letters list healthcare.yaml
          #
          # The data is made up. notes.json is of no kind that the map names: its records become dead letters. So does the one of
          # labs.json whose value is no number.

          include: ["columns:database_config.json"]     # a contract for each table, of the columns and types that it has

          connections:
            bus: { type: embedded, path: bus.db }
            ehr: { type: sqlite, path: ehr.db }

          pipelines:
            "collect-${each.kind}":
              for_each: [{ kind: allergies }, { kind: labs }, { kind: meds }, { kind: notes }]
              source:
                files: { path: "${each.kind}.json", format: json }
              contract:
                fields: { PATIENT: text }
                unknown: keep                           # the other fields go through as they are
              sink:
                topic:
                  connection: bus
                  name: sanitized_topic
                  key: "regexp_replace(_file, '^.*/', '')"          # the file's name
                  format: json
              tests:
                - name: a record goes through as it is
                  in: [ { value: { PATIENT: p-01, CODE: 419474003 } } ]
                  out: [ { PATIENT: p-01, CODE: 419474003 } ]

            load:
              source:
                topic: { connection: bus, name: sanitized_topic, group: valid-consumer-group, format: json }
              contract:
                by: "regexp_replace(_key, '[.][^.]*$', '')"
                map: { allergies: patient_allergies, labs: patient_labs, meds: patient_meds }
                otherwise: dead_letter
              steps:
                - rename: { Q: QUANTITY }               # what only meds have
                - fill: { ID: record_uuid() }           # the same on every repeat
              sink:
                table: { connection: ehr, name: "{_contract}", create: if_missing }
              retry: { attempts: 3, base: 2s }
              tests:
                - name: a record is of the kind that its key says
                  in:
                    - { key: meds.json, value: { PATIENT: p-02, DRUG: Cetirizine 5 mg, Q: 30, COST: 12.80 } }
                    - { key: allergies.json, value: { PATIENT: p-01, START: 2011-03-02, CODE: 419474003 } }
                  out:
                    - { PATIENT: p-02, QUANTITY: 30, COST: 12.8 }
                    - { PATIENT: p-01, START: 2011-03-02, CODE: 419474003 }
                - name: a record of no known kind is a dead letter, and so is a value that is no number
                  in:
                    - { key: notes.json, value: { PATIENT: p-01 } }
                    - { key: labs.json, value: { PATIENT: p-01, VALUE: pending } }
                  out: []
                  dead_letters: [ { message: chooses no contract }, { message: VALUE, stage: decode } ]

          """#
        ),
        (
          "labs.json",
          #"""
          {"PATIENT":"p-01","TAKEN":"2019-01-07T08:15:00Z","TEST":"Glucose","VALUE":92.4,"UNITS":"mg/dL"}
          {"PATIENT":"p-01","TAKEN":"2019-01-07T08:15:00Z","TEST":"Creatinine","VALUE":"pending","UNITS":"mg/dL"}
          {"PATIENT":"p-03","TAKEN":"2020-05-30T10:40:00Z","TEST":"Glucose","VALUE":101,"UNITS":"mg/dL"}
          {"PATIENT":"p-04","TAKEN":"2020-06-02T09:05:00Z","TEST":"Sodium","VALUE":139.7,"UNITS":"mmol/L"}

          """#
        ),
        (
          "meds.json",
          #"""
          {"PATIENT":"p-02","DRUG":"Cetirizine 5 mg","Q":30,"COST":12.80}
          {"PATIENT":"p-03","DRUG":"Epinephrine 0.3 mg","Q":2,"COST":233.05}

          """#
        ),
        (
          "notes.json",
          #"""
          {"PATIENT":"p-01","TEXT":"came for a check-up"}
          {"PATIENT":"p-04","TEXT":"call again in June"}

          """#
        ),
      ]),
    Example(
      "orders",
      files: [
        (
          "orders.yaml",
          #"""
          # From a CSV of orders to a table that can be queried, exactly once.
          #
          #   ouzel generate orders --count 99441 --seed 1 --out data/orders.csv
          #   ouzel check orders.yaml
          #   ouzel run orders.yaml --until end
          #
          # Two pipelines: the first publishes the file's rows to a topic, the second stores the topic's messages in a table.
          # Paths are relative to this file; the commands run in its folder, and the first makes the CSV.

          connections:
            # Where things are. A pipeline says what it wants (a topic, a table) and names one of these.
            events: { type: embedded, path: data/events.db }   # topics in one SQLite file: no server
            store: { type: sqlite, path: data/orders.db }

          contracts:
            # What an order looks like. What breaks it becomes a dead letter, and the others go on.
            order:
              fields:
                order_id: { type: uuid, required: true }
                customer_id: { type: uuid, required: true }
                order_status:
                  type: text
                  one_of: [created, approved, invoiced, processing, shipped, delivered, unavailable, canceled]
                order_purchase_timestamp: { type: timestamp, required: true }
                order_approved_at: timestamp                    # the short form: a type
                order_delivered_carrier_date: timestamp
                order_delivered_customer_date: timestamp
                order_estimated_delivery_date: timestamp

          pipelines:
            publish-orders:
              source:
                files: { path: data/orders.csv, format: csv }
              contract: order
              sink:
                topic:
                  connection: events
                  name: ecommerce-orders
                  partitions: 3
                  key: "customer_id || '_' || order_id"         # the same key always goes to the same partition
                  format: json
              tests:
                - name: a line of the file
                  in:
                    - value:                                    # written as CSV, with its header
                        order_id: 8f3b2c105f0e4a539d0a7a6f2f9a1c01
                        customer_id: 8f3b2c105f0e4a539d0a7a6f2f9a1c02
                        order_purchase_timestamp: 2018-06-08 16:26:00
                  out:
                    - { order_id: 8f3b2c10-5f0e-4a53-9d0a-7a6f2f9a1c01, order_status: null }

            store-orders:
              source:
                topic: { connection: events, name: ecommerce-orders, group: ecommerce-group, format: json }
              contract: order
              steps:
                - set:                                          # new columns, by SQL expressions
                    order_hour: hour(order_purchase_timestamp)
                    order_day_of_week: dayname(order_purchase_timestamp)
              sink:
                table:                                          # made from the contract if it is missing
                  connection: store
                  name: orders
                  key: { partition: [customer_id], clustering: [order_id, order_purchase_timestamp] }
              tests:                                            # `ouzel test orders.yaml` runs them
                - name: an order has the hour and the weekday of its purchase
                  in:
                    - value:
                        order_id: 8f3b2c105f0e4a539d0a7a6f2f9a1c01
                        customer_id: 8f3b2c105f0e4a539d0a7a6f2f9a1c02
                        order_status: delivered
                        order_purchase_timestamp: 2018-06-08 16:26:00
                  out:                                          # only the columns named are compared
                    - { order_hour: 16, order_day_of_week: Friday }
                - name: an order without its time, of a status that nobody knows, or cut short, is a dead letter
                  in:
                    - value: { order_id: 8f3b2c105f0e4a539d0a7a6f2f9a1c01, customer_id: 8f3b2c105f0e4a539d0a7a6f2f9a1c02 }
                    - value:
                        order_id: 8f3b2c105f0e4a539d0a7a6f2f9a1c01
                        customer_id: 8f3b2c105f0e4a539d0a7a6f2f9a1c02
                        order_status: lost
                        order_purchase_timestamp: 2018-06-08 16:26:00
                    - raw: '{"order_id": "8f3b2c10'
                  out: []
                  dead_letters:                                 # a part of the message is enough
                    - { message: "order_purchase_timestamp: is required", stage: contract }
                    - { message: order_status, stage: contract }
                    - { stage: decode }

          """#
        )
      ]),
    Example(
      "people",
      files: [
        (
          "people.csv",
          #"""
          id,name,born,height
          1,Ada,1815-12-10,1.65
          2,Grace,1906-12-09,1.68
          3,Nobody,soon,1.70

          """#
        ),
        (
          "people.yaml",
          #"""
          # From a CSV of people to a SQLite table: the smallest pipeline.
          #
          #   ouzel check people.yaml
          #   ouzel test people.yaml
          #   ouzel run people.yaml
          #   ouzel dead-letters list people.yaml
          #
          # The third line of people.csv breaks the contract: it becomes a dead letter, and the others go on.

          connections:
            store: { type: sqlite, path: people.db }

          contracts:
            person:
              fields:
                id: { type: int64, required: true }
                name: text
                born: date
                height: float64

          pipelines:
            load-people:
              description: people from a file, with the weekday on which they were born
              source: { files: { path: people.csv, format: csv } }
              contract: person
              steps:
                - set: { born_on: dayname(born) }
              sink:
                table: { connection: store, name: people, key: [id] }
              tests:
                - name: the file as it is
                  in: [ { file: people.csv } ]
                  out: [ { name: Ada, born_on: Sunday }, { name: Grace, born_on: Sunday } ]
                  dead_letters: [ { message: "born: «soon»", stage: decode } ]

          """#
        ),
      ]),
    Example(
      "regions",
      files: [
        (
          "north.csv",
          #"""
          id,sold,amount
          1,2026-01-05,10.5
          2,2026-01-06,20

          """#
        ),
        (
          "regions-list.yaml",
          #"""
          - { region: north }
          - { region: south, delimiter: ";" }      # where an item lacks a value, the option counts as not written

          """#
        ),
        (
          "regions.yaml",
          #"""
          # Many pipelines of one kind: one for each item of a list, over options that all share.
          #
          #   ouzel check regions.yaml
          #   ouzel test regions.yaml
          #   ouzel run regions.yaml --until end

          connections:
            store: { type: sqlite, path: "${STORE:-sales.db}" }     # STORE=… chooses another database

          contracts:
            sale:
              fields:
                id: { type: int64, required: true }
                sold: date
                amount: float64

          defaults:                       # for every pipeline that doesn't say otherwise
            contract: sale
            retry: { base: 1s }

          pipelines:
            "load-${each.region}":        # load-north, load-south
              for_each: regions-list.yaml # or the list itself
              source:
                files: { path: "${each.region}.csv", format: { csv: { delimiter: "${each.delimiter}" } } }
              steps:
                - set: { region: "'${each.region}'" }
              sink:
                table: { connection: store, name: "sales_${each.region}", key: [id] }
              tests:                      # of each of them
                - name: a sale knows its region
                  in: [ { value: { id: 1, amount: 9.5 } } ]
                  out: [ { id: 1, region: "${each.region}" } ]

          """#
        ),
        (
          "south.csv",
          #"""
          id;sold;amount
          1;2026-01-05;7.25

          """#
        ),
      ]),
  ]
}
