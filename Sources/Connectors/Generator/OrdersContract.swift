import Columns
package import Contracts

/// The contract that the generator brings for orders.
package enum OrdersContract {
  /// The columns, in the order of a record's fields.
  package static let contract = Contract(
    name: "orders",
    fields: [
      ContractField("order_id", .uuid, isRequired: true),
      ContractField("customer_id", .uuid, isRequired: true),
      ContractField("order_status", .text, isRequired: true, oneOf: OrderStatus.allCases.map(\.rawValue)),
      ContractField("order_purchase_timestamp", .timestamp, isRequired: true),
      ContractField("order_approved_at", .timestamp),
      ContractField("order_delivered_carrier_date", .timestamp),
      ContractField("order_delivered_customer_date", .timestamp),
      ContractField("order_estimated_delivery_date", .timestamp, isRequired: true),
    ], key: ["order_id"])
}

/// How far an order has come.
enum OrderStatus: String, CaseIterable {
  case created, approved, invoiced, processing, shipped, delivered, unavailable, canceled

  /// Of 1,000 orders, how many have come so far.
  private var share: UInt64 {
    switch self {
    case .created: 5
    case .approved: 4
    case .invoiced: 8
    case .processing: 8
    case .shipped: 30
    case .delivered: 920
    case .unavailable: 10
    case .canceled: 15
    }
  }

  /// The status of each of 1,000 orders.
  static let thousand: [OrderStatus] = allCases.flatMap { Array(repeating: $0, count: Int($0.share)) }

  var isApproved: Bool { self != .created && self != .canceled }
  var isShipped: Bool { self == .shipped || self == .delivered }
  var isDelivered: Bool { self == .delivered }
}
