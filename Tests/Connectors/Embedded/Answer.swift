import EmbeddedConnector
import Engine
import Glibc
import SQLiteClient
import TestSupport

/// What came of a call of source or sink.
enum Answer: Equatable {
  case done
  case lost([LaneID])
  case failed(Failure)
  case refused

  static func of(_ call: () async throws -> Void) async -> Answer {
    do {
      try await call()
      return .done
    } catch let failure as Failure {
      return .failed(failure)
    } catch StoreFailure.lost(let lanes) {
      return .lost(lanes)
    } catch StoreFailure.failure(let failure) {
      return .failed(failure)
    } catch TakeFailure.failure(let failure) {
      return .failed(failure)
    } catch {
      return .refused
    }
  }

  var failure: Failure? { if case .failed(let failure) = self { failure } else { nil } }
  var kind: Failure.Class? { failure?.kind }
}
