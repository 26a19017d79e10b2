package import Contracts
package import Specifications

extension Elsewhere {
  /// The ways of a configuration to contracts that stand elsewhere: the files around it, and the tables of its
  /// connections. Nothing in such a file is filled in: `${` in a schema is text.
  package init(
    in surroundings: Surroundings,
    table: @escaping @Sendable (String, String, Node, inout Problems) throws(ElsewhereFailure) -> Contract?
  ) {
    @Sendable func text(_ path: FilePath) throws(ElsewhereFailure) -> String {
      do throws(FileFailure) {
        return try surroundings.files.text(path.absolute)
      } catch {
        throw ElsewhereFailure(
          "`\(path.written)` can't be read: \(error.reason)", mend: "name a file that is there")
      }
    }
    self.init(
      text: { path throws(ElsewhereFailure) in try text(path) },
      tree: { path, problems throws(ElsewhereFailure) in
        let (text, file) = (try text(path), surroundings.named(path))
        problems.keep(SourceText(text, file: file))
        return TreeBuilder.tree(of: text, file: file, nil, problems: &problems)
      }, table: table)
  }
}

extension Surroundings {
  /// A path as places name it: from the current folder, where it lies in that.
  fileprivate func named(_ path: FilePath) -> String {
    let folder = workingDirectory == "/" ? "/" : workingDirectory + "/"
    return path.absolute.hasPrefix(folder) ? String(path.absolute.dropFirst(folder.count)) : path.absolute
  }
}
