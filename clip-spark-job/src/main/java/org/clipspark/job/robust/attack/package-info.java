/**
 * Images changed within a bound so that a zero-shot classifier takes them for another class. Entry points: {@link
 * org.clipspark.job.robust.attack.Attack}, {@link org.clipspark.job.robust.attack.ZeroShotTarget}.
 *
 * <p>Images hold values in [0, 1], in the order of {@link org.clipspark.model.input.PixelSpace}; {@code N} of them lie one
 * behind the other, each of {@code length} values.
 */
@NullMarked
package org.clipspark.job.robust.attack;

import org.jspecify.annotations.NullMarked;
