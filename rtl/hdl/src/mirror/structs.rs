//! Values of struct types.

use super::*;

/// `value.field`
pub fn field<T: Synth, F: Synth>(
    value: E<T>,
    _probe: impl Fn(T) -> F,
    offset: impl Fn(&T) -> usize,
) -> E<F> {
    E::from_id(slice(value.id(), offset(&T::default()) as u32, F::BITS as u32))
}

/// `Type { field: value, … }`
pub struct Build<T> {
    parts: Vec<(usize, ExprId)>,
    of: PhantomData<fn() -> T>,
}

impl<T: Synth> Build<T> {
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Build { parts: Vec::new(), of: PhantomData }
    }

    pub fn set<F: Synth>(
        &mut self,
        _probe: impl Fn(T) -> F,
        offset: impl Fn(&T) -> usize,
        value: impl ToE<F>,
    ) {
        self.parts.push((offset(&T::default()), value.to_e().id()));
    }

    pub fn done(mut self) -> E<T> {
        self.parts.sort_by_key(|(offset, _)| std::cmp::Reverse(*offset));
        E::new(ExprOp::Concat(self.parts.into_iter().map(|(_, id)| id).collect()), T::BITS)
    }
}

/// `width` bits of `of` from bit `low`; bits beyond its width are zero.
pub(super) fn slice(of: ExprId, low: u32, width: u32) -> ExprId {
    let whole = width_of(of);
    if low == 0 && width == whole {
        return of;
    }
    if let Some(value) = constant_of(of) {
        let mask = (BigUint::from(1u8) << width) - 1u8;
        return intern(ExprOp::Const((value >> low) & mask), width);
    }
    if low >= whole {
        return intern(ExprOp::Const(BigUint::default()), width);
    }
    if low + width > whole {
        return extend(slice(of, low, whole - low), width);
    }
    let inner = with(|b| b.kernel.exprs[of as usize].op.clone());
    match inner {
        ExprOp::Slice(inner, at) => intern(ExprOp::Slice(inner, at + low), width),
        ExprOp::Concat(parts) => {
            // A slice that is one part, or lies in one, is a slice of that part.
            let mut top = whole;
            for part in parts {
                let part_width = width_of(part);
                let bottom = top - part_width;
                if low >= bottom && low + width <= top {
                    return slice(part, low - bottom, width);
                }
                top = bottom;
            }
            intern(ExprOp::Slice(of, low), width)
        }
        _ => intern(ExprOp::Slice(of, low), width),
    }
}

/// Zero-extended to `width`.
pub(super) fn extend(of: ExprId, width: u32) -> ExprId {
    let have = width_of(of);
    if have >= width {
        return slice(of, 0, width);
    }
    if let Some(value) = constant_of(of) {
        return intern(ExprOp::Const(value), width);
    }
    let zero = intern(ExprOp::Const(BigUint::default()), width - have);
    intern(ExprOp::Concat(vec![zero, of]), width)
}

/// `whole` with `width` bits from `low` replaced.
pub(super) fn replace(whole: ExprId, low: u32, width: u32, value: ExprId) -> ExprId {
    let total = width_of(whole);
    let mut parts = Vec::new();
    if low + width < total {
        parts.push(slice(whole, low + width, total - low - width));
    }
    parts.push(value);
    if low > 0 {
        parts.push(slice(whole, 0, low));
    }
    if parts.len() == 1 {
        return value;
    }
    intern(ExprOp::Concat(parts), total)
}
