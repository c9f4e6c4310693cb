/**
 * How far an attacked image may lie from the original, as balls around it within [0, 1]. Entry point: {@link
 * org.clipspark.job.robust.attack.bound.Bound}.
 */
@NullMarked
package org.clipspark.job.robust.attack.bound;

import org.jspecify.annotations.NullMarked;
