package dev.octet.examples.report;

import java.io.Console;
import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * One bar on standard error over the whole job. On a terminal it redraws its line; elsewhere (a
 * log, a pipe) it writes a line every few seconds.
 */
public final class Progress implements AutoCloseable {
  private final ProgressBar bar;

  private Progress(ProgressBar bar) {
    this.bar = bar;
  }

  /**
   * Shows a bar.
   *
   * @param task what the bar is of
   * @param steps steps to its end
   * @return the bar
   */
  public static Progress start(String task, int steps) {
    Console console = System.console();
    boolean terminal = console != null && console.isTerminal();
    return new Progress(
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(steps)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(terminal ? 200 : 5_000)
            .setConsumer(new Line(System.err, terminal))
            .build());
  }

  /**
   * Goes on.
   *
   * @param steps steps that are done
   */
  public void step(int steps) {
    bar.stepBy(steps);
  }

  /**
   * Says what is being done now.
   *
   * @param text a word or two
   */
  public void phase(String text) {
    bar.setExtraMessage(" " + text);
  }

  @Override
  public void close() {
    bar.close();
  }

  /** Writes the bar. The library's own writers look for a terminal with a native library. */
  private static final class Line implements ProgressBarConsumer {
    private static final int WIDTH = 100;

    private final PrintStream out;
    private final boolean terminal;
    private String last = "";

    Line(PrintStream out, boolean terminal) {
      this.out = out;
      this.terminal = terminal;
    }

    @Override
    public int getMaxRenderedLength() {
      return WIDTH;
    }

    @Override
    public void accept(String line) {
      if (terminal) {
        out.print("\r" + line);
        out.flush();
        return;
      }
      // Up to the bar itself stand the task and the percentage: in a log, one line for each.
      String head = line.substring(0, Math.max(0, line.indexOf('[')));
      if (!head.equals(last)) {
        out.println(line.stripTrailing());
      }
      last = head;
    }

    @Override
    public void close() {
      if (terminal) {
        out.println();
      }
    }
  }
}
