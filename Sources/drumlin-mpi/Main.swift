import CMPI
import Cluster
import Commands
import Diffusion
import Foundation
import Networks
import Program
import Training

/// drumlin on several processes: rank 0 is the program as ever, and the others help it with what is much work.
@main
enum Main {
  static func main() {
    Drumlin.main { engine in
      guard let transport = MPITransport() else { throw Failure.noMPI }
      guard transport.count > 1 else {
        Drumlin.whenLeaving { _ in mpi_leave() }
        return nil
      }
      let ranks = Ranks(transport)
      if !ranks.isFirst { serve(ranks, engine) }
      Drumlin.whenLeaving { leave(ranks, status: $0) }
      do {
        try ranks.meet(RankDescription(transport, engine))
      } catch {
        FileHandle.standardError.write(Data("drumlin-mpi: \(error)\n".utf8))
        mpi_abort(70)
      }
      return ranks
    }
  }

  private enum Failure: Error, CustomStringConvertible {
    case noMPI

    var description: String { "MPI can't start here; mpirun -n 2 drumlin-mpi … starts two processes" }
  }

  /// Ends all processes with the first one.
  private static func leave(_ ranks: Ranks, status: Int32) {
    guard !ranks.areApart else { mpi_abort(status == 0 ? 70 : status) }
    try? ranks.part(Work.leave)
    mpi_leave()
  }

  /// Does what rank 0 asks for, until it ends.
  private static func serve(_ ranks: Ranks, _ engine: Engine) -> Never {
    // Rank 0 saves what was learnt, and then lets the others go.
    signal(SIGTERM, SIG_IGN)
    signal(SIGINT, SIG_IGN)
    do {
      try ranks.introduce(RankDescription(ranks.transport, engine))
      while true {
        let (kind, content) = Ranks.work(in: try ranks.listen())
        switch kind {
        case Work.leave:
          try? ranks.part(Work.leave)
          mpi_leave()
          _exit(0)
        case TrainingHand.kind: try TrainingHand.run(content, with: ranks, on: engine)
        case SoundsHand.kind: try SoundsHand.run(content, with: ranks, on: engine)
        default: break
        }
      }
    } catch RankError.failed {
      // Rank 0 knows, and ends all.
    } catch let error as RankError {
      FileHandle.standardError.write(Data("drumlin-mpi: \(error)\n".utf8))
    } catch {
      ranks.report(trouble: "\(error)")
    }
    ranks.waitForEnd()
    mpi_abort(70)
  }

  private enum Work {
    /// The word that ends the other ranks.
    static let leave = "leave"
  }
}

extension RankDescription {
  /// What this process is.
  fileprivate init(_ transport: any Transport, _ engine: Engine) {
    self.init(
      host: transport.host, version: drumlinVersion, engine: engine.summary,
      arithmetic: ArithmeticProbe.digest(on: engine))
  }
}
