import Glibc

/// The jobs that wait for one thread; the thread sleeps while there are none.
///
/// `@unchecked Sendable` holds because `pending`, `owner`, `isClosed` and `isStarted` are touched only under `mutex`, and `running`
/// only by the one thread that calls `run`.
@safe final class JobQueue: @unchecked Sendable {
  /// A job and the executor it belongs to, which must outlive the job.
  @safe struct Entry {
    let job: UnownedJob
    let executor: BlockingThread
  }

  let name: String

  // Both need an address that never changes, which only memory of their own gives.
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let arrived: UnsafeMutablePointer<pthread_cond_t>
  private var pending: [Entry] = []
  private var running: [Entry] = []
  private var owner: pthread_t?
  private var isClosed = false
  private var isStarted = false

  init(name: String) {
    self.name = name
    // Initialised here, once, before any other thread can see them.
    unsafe mutex = .allocate(capacity: 1)
    unsafe mutex.initialize(to: pthread_mutex_t())
    unsafe pthread_mutex_init(mutex, nil)
    unsafe arrived = .allocate(capacity: 1)
    unsafe arrived.initialize(to: pthread_cond_t())
    unsafe pthread_cond_init(arrived, nil)
  }

  deinit {
    // The last reference is gone, so nobody waits on either.
    unsafe pthread_cond_destroy(arrived)
    unsafe arrived.deallocate()
    unsafe pthread_mutex_destroy(mutex)
    unsafe mutex.deallocate()
  }

  var isOwnedByCallingThread: Bool {
    locked { owner.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
  }

  /// Queues a job; says whether it is the first, so that somebody has to begin to run them.
  func append(_ entry: Entry) -> Bool {
    locked {
      defer { isStarted = true }
      pending.append(entry)
      // The condition lives as long as this queue.
      unsafe pthread_cond_signal(arrived)
      return !isStarted
    }
  }

  /// Lets `run` return once no job is left.
  func close() {
    locked {
      isClosed = true
      unsafe pthread_cond_signal(arrived)
    }
  }

  /// Runs jobs on the calling thread until the queue is closed.
  func run() {
    locked { owner = pthread_self() }
    while takePending() {
      for entry in running {
        // `entry` keeps the executor alive until after its job, even if the job drops the last other reference.
        unsafe entry.job.runSynchronously(on: entry.executor.asUnownedSerialExecutor())
      }
      running.removeAll(keepingCapacity: true)
    }
  }

  /// Swaps the waiting jobs into `running`, so that neither array allocates anew; false when the queue is closed.
  private func takePending() -> Bool {
    locked {
      while pending.isEmpty {
        if isClosed { return false }
        unsafe pthread_cond_wait(arrived, mutex)
      }
      swap(&pending, &running)
      return true
    }
  }

  private func locked<Result>(_ body: () -> Result) -> Result {
    // The mutex lives as long as this queue and isn't taken twice by one thread.
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    return body()
  }
}
