package dev.secretsync.source.git;

import dev.secretsync.source.PastFiles;
import dev.secretsync.source.SourceFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/**
 * Finds the YAML files that a commit's ancestors had and it has not. A content that is no longer
 * there must have gone between some commit and one of its parents, so only those pairs are
 * compared.
 */
final class History {
  private static final int MAX_COMMITS = 10_000;
  private static final long MAX_BYTES = 64L << 20;

  private final Repository repository;
  private final String folder;
  private final Set<String> present;
  private final Set<ObjectId> seen = new HashSet<>();
  private final List<SourceFile> lost = new ArrayList<>();
  private long bytes;
  private boolean complete = true;

  /**
   * @param present blob ids that the present revision has
   */
  History(Repository repository, String folder, Set<String> present) {
    this.repository = repository;
    this.folder = folder;
    this.present = present;
  }

  /** Looks at {@code tip} itself and at its ancestors. */
  PastFiles before(ObjectId tip) throws IOException {
    complete = repository.getObjectDatabase().getShallowCommits().isEmpty();
    try (ObjectReader reader = repository.newObjectReader();
        RevWalk commits = new RevWalk(reader);
        TreeWalk trees = new TreeWalk(reader)) {
      RevCommit start = commits.parseCommit(tip);
      commits.setRetainBody(false);
      commits.markStart(start);
      compare(trees, Optional.empty(), start.getTree());
      int walked = 0;
      for (RevCommit commit = commits.next(); commit != null; commit = commits.next()) {
        if (++walked > MAX_COMMITS || bytes > MAX_BYTES) {
          complete = false;
          break;
        }
        for (RevCommit parent : commit.getParents()) {
          commits.parseHeaders(parent);
          compare(trees, Optional.of(commit.getTree()), parent.getTree());
        }
      }
    } catch (MissingObjectException _) {
      complete = false;
    }
    lost.sort(Comparator.comparing(SourceFile::path).thenComparing(SourceFile::blobId));
    return new PastFiles(lost, complete);
  }

  private void compare(TreeWalk trees, Optional<ObjectId> later, ObjectId earlier)
      throws IOException {
    trees.reset();
    trees.addTree(earlier);
    if (later.isPresent()) {
      trees.addTree(later.get());
    } else {
      trees.addTree(new EmptyTreeIterator());
    }
    trees.setRecursive(true);
    trees.setFilter(
        folder.isEmpty()
            ? TreeFilter.ANY_DIFF
            : AndTreeFilter.create(PathFilter.create(folder), TreeFilter.ANY_DIFF));
    while (trees.next()) {
      if ((trees.getRawMode(0) & 0170000) == 0100000
          && FileIntake.isRelevant(trees.getNameString())) {
        keep(trees);
      }
    }
  }

  private void keep(TreeWalk trees) throws IOException {
    ObjectId id = trees.getObjectId(0);
    if (present.contains(id.name()) || !seen.add(id)) {
      return;
    }
    ObjectLoader loader = trees.getObjectReader().open(id, Constants.OBJ_BLOB);
    if (loader.getSize() <= FileIntake.MAX_FILE) {
      byte[] content = loader.getBytes();
      bytes += content.length;
      SafePath.utf8(content, 0, content.length)
          .ifPresent(text -> lost.add(new SourceFile(trees.getPathString(), id.name(), text)));
    }
  }
}
