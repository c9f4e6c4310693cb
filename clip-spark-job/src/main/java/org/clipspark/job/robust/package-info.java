/** One card of a checkpoint's robustness: to corruptions, shifts, attacks and other words. Entry point: {@link
 * org.clipspark.job.robust.Robustness}. */
@NullMarked
package org.clipspark.job.robust;

import org.jspecify.annotations.NullMarked;
