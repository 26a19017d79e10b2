import CSVFormat
import Columns
import JSONFormat

/// A format by its name, with what it needs to be measured.
struct MeasuredFormat {
  let splitter: any Splitter
  let encoder: any Encoder
  private let makeDecoder: @Sendable (Schema) -> any Decoder

  /// `csv` or `json`.
  init(_ name: String?) {
    switch name {
    case "csv":
      splitter = CSVSplitter()
      encoder = CSVEncoder()
      makeDecoder = { CSVDecoder(schema: $0) }
    case "json":
      splitter = LineSplitter(skipsBlank: true)
      encoder = JSONEncoder()
      makeDecoder = { JSONDecoder(schema: $0) }
    default: Measure.refuse("a format is csv or json")
    }
  }

  /// A decoder into those columns.
  func decoder(_ schema: Schema) -> any Decoder { makeDecoder(schema) }
}

extension Schema {
  /// The columns of a record by the name of what is known, or written as a type, `struct<a: int, …>`.
  init(measured name: String?) {
    let text = name.map { Self.known[$0] ?? $0 } ?? ""
    guard case .type(.structure(let fields)) = TypeSpelling(text) else {
      Measure.refuse("a type is struct<…>, or one of \(Self.known.keys.sorted().joined(separator: ", "))")
    }
    self.init(fields)
  }

  private static let times =
    "order_status: text, order_purchase_timestamp: timestamp, order_approved_at: timestamp, "
    + "order_delivered_carrier_date: timestamp, order_delivered_customer_date: timestamp, "
    + "order_estimated_delivery_date: timestamp"

  private static let known = [
    // What readers of CSV that know no UUIDs can make of orders.
    "orders": "struct<order_id: text, customer_id: text, \(times)>",
    "orders-uuid": "struct<order_id: uuid, customer_id: uuid, \(times)>",
    "people": "struct<person_name: text, user_name: text, email: text, personal_number: text, birth_date: date, "
      + "address: text, phone_number: text, mac_address: text, ip_address: text, iban: text, "
      + "accessed_at: timestamp, session_duration: int32, download_speed: int32, upload_speed: int32, "
      + "consumed_traffic: int64, unique_id: text>",
  ]
}
