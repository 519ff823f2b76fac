internal import CLibGit2
import Glibc

extension Repository {
  /// Brings the objects of a remote's references here; **no** reference of this repository moves.
  ///
  /// - Parameters:
  ///   - remote: the name of a remote, a path, or a URL that libgit2 can reach.
  ///   - prefix: which references, such as `refs/kanon/`.
  /// - Returns: the remote's references below the prefix, sorted by name.
  /// - Throws: `GitError`.
  public func download(from remote: String, below prefix: String) throws(GitError) -> [(name: String, id: ObjectID)] {
    let remote = try self.remote(remote)
    let errand = Errand()
    let payload = Unmanaged.passUnretained(errand).toOpaque()
    var connection = git_remote_connect_options()
    git_remote_connect_options_init(&connection, UInt32(GIT_REMOTE_CONNECT_OPTIONS_VERSION))
    connection.callbacks.credentials = offerAgent
    connection.callbacks.payload = payload
    let address = String(cString: git_remote_url(remote.pointer))
    try git("reach \(address)", git_remote_connect_ext(remote.pointer, GIT_DIRECTION_FETCH, &connection))
    defer { git_remote_disconnect(remote.pointer) }
    let offered = try Self.heads(of: remote.pointer, at: address).filter { $0.name.hasPrefix(prefix) }
    guard offered.contains(where: { !contains($0.id) }) else { return offered }

    var options = git_fetch_options()
    git_fetch_options_init(&options, UInt32(GIT_FETCH_OPTIONS_VERSION))
    options.callbacks = connection.callbacks
    options.update_fetchhead = 0
    options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE
    try withStrings(["\(prefix)*:\(prefix)*"]) { (specifications) throws(GitError) in
      try git("fetch \(prefix)* from \(address)", git_remote_download(remote.pointer, &specifications, &options))
    }
    git_odb_refresh(objects)
    withExtendedLifetime(errand) {}
    return offered
  }

  /// Sends references, and the objects that they need, to a remote under the same names. Never forces.
  /// - Throws: `GitError`; `.notFastForward` when the remote holds commits that are not known here, `.bareRepository`
  ///   when the remote is a folder with a working tree, which libgit2 does not push to.
  public func push(_ names: [String], to remote: String) throws(GitError) {
    guard !names.isEmpty else { return }
    let remote = try self.remote(remote)
    let errand = Errand()
    var options = git_push_options()
    git_push_options_init(&options, UInt32(GIT_PUSH_OPTIONS_VERSION))
    options.callbacks.credentials = offerAgent
    options.callbacks.payload = Unmanaged.passUnretained(errand).toOpaque()
    options.callbacks.push_update_reference = { name, refusal, payload in
      guard let name, let refusal, let payload else { return 0 }
      let errand = Unmanaged<Errand>.fromOpaque(payload).takeUnretainedValue()
      errand.refusals.append("\(String(cString: name)): \(String(cString: refusal))")
      return 0
    }
    let address = String(cString: git_remote_pushurl(remote.pointer) ?? git_remote_url(remote.pointer))
    try withStrings(names.map { "\($0):\($0)" }) { (specifications) throws(GitError) in
      try git("push to \(address)", git_remote_push(remote.pointer, &specifications, &options))
    }
    guard errand.refusals.isEmpty else {
      throw GitError(
        call: "push to \(address)", code: .notFastForward, message: errand.refusals.joined(separator: "; "))
    }
  }

  private func remote(_ name: String) throws(GitError) -> Owned {
    var found: OpaquePointer?
    let status = git_remote_lookup(&found, handle, name)
    if status == GitError.Code.notFound.rawValue || status == GitError.Code.invalidName.rawValue,
      name.contains("/") || name.contains(":")
    {
      try git("use \(name) as a remote", git_remote_create_anonymous(&found, handle, name))
    } else {
      try git("find the remote \(name)", status)
    }
    return Owned(found) { git_remote_free($0) }
  }

  private static func heads(
    of remote: OpaquePointer, at address: String
  ) throws(GitError) -> [(name: String, id: ObjectID)] {
    var list: UnsafeMutablePointer<UnsafePointer<git_remote_head>?>?
    var count = 0
    try git("list the references of \(address)", git_remote_ls(&list, &count, remote))
    guard let list else { return [] }
    return (0..<count).compactMap { list[$0].map { (String(cString: $0.pointee.name), ObjectID($0.pointee.oid)) } }
      .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  private func withStrings(
    _ texts: [String], _ body: (inout git_strarray) throws(GitError) -> Void
  ) throws(GitError) {
    let strings = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: texts.count)
    for (position, text) in texts.enumerated() { strings[position] = strdup(text) }
    defer {
      for position in texts.indices { free(strings[position]) }
      strings.deallocate()
    }
    var array = git_strarray(strings: strings, count: texts.count)
    try body(&array)
  }
}

/// What the callbacks of one fetch or push remember.
private final class Errand {
  var asked = 0
  var refusals: [String] = []
}

/// Answers a request for credentials from the user's ssh agent, once: a second request means that it was refused.
private let offerAgent: git_credential_acquire_cb = { credential, _, user, allowed, payload in
  guard let payload else { return GIT_PASSTHROUGH.rawValue }
  let errand = Unmanaged<Errand>.fromOpaque(payload).takeUnretainedValue()
  errand.asked += 1
  guard errand.asked == 1, allowed & GIT_CREDENTIAL_SSH_KEY.rawValue != 0 else { return GIT_PASSTHROUGH.rawValue }
  return git_credential_ssh_key_from_agent(credential, user)
}
