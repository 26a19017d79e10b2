import Columns
import Specifications

// How a field is written: `formats` and `write`.
extension FieldProposal {
  private static let epochs = ["epoch", "epoch_s", "epoch_ms", "epoch_us", "epoch_ns"]

  /// What can't be right of its forms.
  var forms: [FieldFlaw] { [] }
}
