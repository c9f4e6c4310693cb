/** Sides of a comparison in processes of their own. Entry point: {@link org.clipspark.benchmarks.process.ChildJava}. */
@NullMarked
package org.clipspark.benchmarks.process;

import org.jspecify.annotations.NullMarked;
