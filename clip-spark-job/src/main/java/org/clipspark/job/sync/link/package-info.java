/**
 * Authenticated connections between the members of a ring. Entry point: {@link
 * org.clipspark.job.sync.link.RingFormation}.
 */
@NullMarked
package org.clipspark.job.sync.link;

import org.jspecify.annotations.NullMarked;
