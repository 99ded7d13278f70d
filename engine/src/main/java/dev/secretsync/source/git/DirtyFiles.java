package dev.secretsync.source.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.dircache.DirCacheIterator;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.FileTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.WorkingTreeIterator;
import org.eclipse.jgit.treewalk.filter.PathFilter;

/**
 * Which YAML files of the work tree are not as committed. Contents are compared by Git's own time
 * stamps or byte by byte, never through a filter of {@code .gitattributes} (security.md G2).
 */
final class DirtyFiles {
  private static final int COMMIT = 0;
  private static final int WORKTREE = 1;
  private static final int INDEX = 2;

  private DirtyFiles() {}

  /** Paths below {@code folder} that differ from {@code tree}, that are new, or that are gone. */
  static SortedSet<String> find(Repository repository, ObjectId tree, String folder)
      throws IOException {
    SortedSet<String> dirty = new TreeSet<>();
    try (ObjectReader reader = repository.newObjectReader();
        TreeWalk walk = new TreeWalk(repository, reader)) {
      walk.addTree(tree);
      walk.addTree(new FileTreeIterator(repository));
      walk.addTree(new DirCacheIterator(repository.readDirCache()));
      if (!folder.isEmpty()) {
        walk.setFilter(PathFilter.create(folder));
      }
      while (walk.next()) {
        if (walk.isSubtree()) {
          if (isTracked(walk) || !isIgnored(walk)) {
            walk.enterSubtree();
          }
        } else if (FileIntake.isRelevant(walk.getNameString()) && isDirty(repository, walk)) {
          dirty.add(walk.getPathString());
        }
      }
    }
    return dirty;
  }

  private static boolean isTracked(TreeWalk walk) {
    return walk.getRawMode(COMMIT) != 0 || walk.getRawMode(INDEX) != 0;
  }

  private static boolean isIgnored(TreeWalk walk) throws IOException {
    WorkingTreeIterator file = walk.getTree(WORKTREE, WorkingTreeIterator.class);
    return file != null && file.isEntryIgnored();
  }

  private static boolean isDirty(Repository repository, TreeWalk walk) throws IOException {
    WorkingTreeIterator file = walk.getTree(WORKTREE, WorkingTreeIterator.class);
    if (file == null || walk.getRawMode(COMMIT) == 0) {
      return isTracked(walk) || !isIgnored(walk);
    }
    if (!isRegular(walk.getFileMode(COMMIT)) || !isRegular(walk.getFileMode(WORKTREE))) {
      return !walk.getFileMode(COMMIT).equals(walk.getFileMode(WORKTREE));
    }
    DirCacheIterator index = walk.getTree(INDEX, DirCacheIterator.class);
    if (index != null && walk.idEqual(COMMIT, INDEX) && isUntouched(file, index)) {
      return false;
    }
    Path path = repository.getWorkTree().toPath().resolve(walk.getPathString());
    return !holds(path, walk.getObjectId(COMMIT).name());
  }

  private static boolean isRegular(FileMode mode) {
    return mode.equals(FileMode.REGULAR_FILE) || mode.equals(FileMode.EXECUTABLE_FILE);
  }

  private static boolean isUntouched(WorkingTreeIterator file, DirCacheIterator index) {
    DirCacheEntry entry = index.getDirCacheEntry();
    return entry != null
        && file.compareMetadata(entry) == WorkingTreeIterator.MetadataDiff.EQUAL
        && !entry.isSmudged();
  }

  /** Also true when the bytes differ in line ends only, as on a checkout with CRLF. */
  private static boolean holds(Path path, String blobId) throws IOException {
    byte[] content;
    try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
      content = in.readAllBytes();
    }
    return WorktreeFiles.blobId(content).equals(blobId)
        || WorktreeFiles.blobId(withoutCarriageReturns(content)).equals(blobId);
  }

  private static byte[] withoutCarriageReturns(byte[] content) {
    byte[] kept = new byte[content.length];
    int length = 0;
    for (int i = 0; i < content.length; i++) {
      if (content[i] != '\r' || i + 1 == content.length || content[i + 1] != '\n') {
        kept[length++] = content[i];
      }
    }
    return Arrays.copyOf(kept, length);
  }
}
