/// A code that messages end with, and what it means: for those who look it up later.
package struct FailureCode: Sendable {
  package let code: String
  /// What happened, in one sentence.
  package let sentence: String
  /// What to do.
  package let mend: String

  /// All codes of the program. A test holds them against those that the sources name.
  package static let catalogue: [FailureCode] = [
    FailureCode(
      code: "OZ-C001",
      sentence: "A pipeline's turn came again, and its configuration no longer fits what it refers to.",
      mend: "`ouzel check` tells what is wrong."),
    FailureCode(
      code: "OZ-C002", sentence: "A record breaks its contract, which says `violation: fail`.",
      mend: "Mend the record or the contract. With `violation: dead_letter` the other records go on."),
    FailureCode(
      code: "OZ-D001", sentence: "Another process holds the lock of a database that is to be read or written.",
      mend: "Wait: it goes on by itself. The message names the process; one that is stopped has to go on or end."),
    FailureCode(
      code: "OZ-D002", sentence: "The disk is full.",
      mend: "Make room: it goes on by itself, and nothing was lost."),
    FailureCode(
      code: "OZ-D003", sentence: "The system or the disk failed while a database was read or written.",
      mend: "It is tried again for ever. If it doesn't pass, look into the system's log: the disk may be failing."),
    FailureCode(
      code: "OZ-D004", sentence: "A database's file is damaged, or is no SQLite database.",
      mend: "Put back a copy, or name another file."),
    FailureCode(
      code: "OZ-D005", sentence: "The user who runs this may not open or write a file.",
      mend: "Give the user the right to write the file and its folder."),
    FailureCode(
      code: "OZ-D006", sentence: "A database refused what isn't one record's fault.",
      mend: "The message has the database's own words; what they complain of has to change before a new start."),
    FailureCode(
      code: "OZ-D007", sentence: "The state folder was written by a newer ouzel, whose tables this one doesn't know.",
      mend: "Run that version, or name another folder by `state`."),
    FailureCode(
      code: "OZ-D008", sentence: "A folder or file of the state can't be made or read.",
      mend: "The message has the system's own words; `state` names another folder."),
    FailureCode(
      code: "OZ-D009", sentence: "Waiting for the turn to write a database was called off.",
      mend: "Nothing: the run was ending."),
    FailureCode(
      code: "OZ-E001", sentence: "A topic vanished from its file while it was opened.",
      mend: "Nothing: it is opened anew. If it comes again, another program removes topics from the file."),
    FailureCode(
      code: "OZ-E002", sentence: "The file of topics isn't open.", mend: "Nothing: it is opened anew."),
    FailureCode(
      code: "OZ-E003", sentence: "The lock by which a member of a group is known to live is held by another.",
      mend: "Nothing: it is tried again."),
    FailureCode(
      code: "OZ-E004", sentence: "The topic that is to be read doesn't exist yet.",
      mend: "It is waited for. If nobody is going to make it, correct `name`."),
    FailureCode(
      code: "OZ-E005",
      sentence:
        "The group says that this pipeline has read a topic, and the sink knows nothing of it: its rows were lost.",
      mend: "Put the sink's data back, or read all from the beginning once more with `--from earliest`."),
    FailureCode(
      code: "OZ-E006", sentence: "A position lies outside of what the topic holds.",
      mend: "Put the topic's data back, or begin anew with `--from earliest`."),
    FailureCode(
      code: "OZ-E007", sentence: "A block of messages is damaged.", mend: "Put back a copy of the file of topics."),
    FailureCode(
      code: "OZ-E008", sentence: "A lane has passed to another member of the group.",
      mend: "Nothing: the other one reads it on, and nothing is lost or doubled."),
    FailureCode(
      code: "OZ-E010", sentence: "`only` names a partition that the topic doesn't have.",
      mend: "Name others: they are counted from 0."),
    FailureCode(
      code: "OZ-E011", sentence: "`from` names an offset that the topic doesn't hold.",
      mend: "Name one that it holds: the message says which those are."),
    FailureCode(
      code: "OZ-F001", sentence: "No file is where the source looks for files.",
      mend: "Correct `path`, which is relative to the configuration's file."),
    FailureCode(
      code: "OZ-F002", sentence: "A file can't be opened, or is gone.",
      mend: "Let the user who runs this read it, bring it back, or start again without it."),
    FailureCode(
      code: "OZ-F003", sentence: "The system or the disk failed while a file was read.", mend: "It is tried again."),
    FailureCode(
      code: "OZ-F004", sentence: "A file was shortened or replaced while it was read.",
      mend: "Start again: it is then read anew from its beginning."),
    FailureCode(
      code: "OZ-F005", sentence: "A compressed file is damaged, or ends too early.", mend: "Replace it by a good copy."),
    FailureCode(
      code: "OZ-F006",
      sentence: "What stands before a file's records, or a value behind them, is longer than a record may be.",
      mend: "Raise `max_record` or `memory`, or set `header: false`."),
    FailureCode(
      code: "OZ-F007", sentence: "What holds a file's records together is broken, or the file ends too early.",
      mend: "Start again when the file is whole: it goes on where it stopped."),
    FailureCode(
      code: "OZ-L001",
      sentence: "Most of a pipeline's last records failed for the same reason: its producer must have changed.",
      mend:
        "Mend the contract or the steps, and start again: what was read last isn't settled, and is read again. To go on "
        + "all the same, write `dead_letters: { stop_above: none }`."),
    FailureCode(
      code: "OZ-L002", sentence: "A pipeline's dead letters take all the room that `max_bytes` gives them.",
      mend:
        "Redrive letters or let them go, and it goes on by itself; or raise `max_bytes` and start again. None is dropped "
        + "for room, and nothing was lost."),
    FailureCode(
      code: "OZ-L003",
      sentence: "The dead letters of one batch are larger than the room that `max_bytes` gives them all.",
      mend: "Raise `max_bytes` above what the batch needs, and start again: nothing was lost, and it is read again."),
    FailureCode(code: "OZ-P001", sentence: "Standard input can't be read.", mend: "Start again with another."),
    FailureCode(
      code: "OZ-P002", sentence: "Whoever read standard output has gone.",
      mend: "Start again: what wasn't stored is written again."),
    FailureCode(
      code: "OZ-P003", sentence: "Standard output can't be written for now.", mend: "It is tried again."),
    FailureCode(
      code: "OZ-P004", sentence: "Standard input would have to be read again from an earlier place.",
      mend: "Start again with all of it."),
    FailureCode(
      code: "OZ-P005",
      sentence:
        "What stands before the records of standard input, or a value behind them, is longer than a record may be.",
      mend: "Raise `max_record` or `memory`, or set `header: false`."),
    FailureCode(
      code: "OZ-P006", sentence: "What holds standard input's records together is broken, or it ends too early.",
      mend: "Look at what writes it, and start again."),
    FailureCode(
      code: "OZ-T001", sentence: "The table isn't as the rows need it: it is missing, or lacks a column or a key.",
      mend: "The message has the SQL that makes it so."),
    FailureCode(
      code: "OZ-T002", sentence: "The table was changed while it was written.", mend: "Nothing: it is opened anew."),
    FailureCode(code: "OZ-T003", sentence: "The database isn't open.", mend: "Nothing: it is opened anew."),
    FailureCode(
      code: "OZ-T004", sentence: "The table undoes a whole transaction when it refuses one row.",
      mend: "Let its trigger or constraint ABORT and not ROLLBACK: then that row alone is refused."),
  ]
}
