/// Says whether a reference, written so, stands for an item of `for_each`: it is filled in only when its pipeline is made,
/// and what it brings stands in the configuration. A variable such as `${each_token}` is none.
package func isReferenceToEach(_ written: String) -> Bool {
  written == "${each}" || (written.hasPrefix("${each.") && written.last == "}")
}
