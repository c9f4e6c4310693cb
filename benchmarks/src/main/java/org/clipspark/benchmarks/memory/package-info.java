/** What a whole run of data preparation takes, by the size of its input. Entry point: {@link
 * org.clipspark.benchmarks.memory.PreparationMemory}. */
@NullMarked
package org.clipspark.benchmarks.memory;

import org.jspecify.annotations.NullMarked;
