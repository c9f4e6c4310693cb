/** What results must reach, and whether they do. Entry point: {@link org.clipspark.job.suite.gate.Gate}. */
@NullMarked
package org.clipspark.job.suite.gate;

import org.jspecify.annotations.NullMarked;
